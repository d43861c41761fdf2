import Link from 'next/link'
import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'
import { CycleMark } from './cycle-mark.tsx'
import { SampleNotice } from './sample-notice.tsx'

const pages = [
  ['home', '/'],
  ['recommendations', '/recommendations'],
  ['bias', '/bias'],
  ['pca', '/pca'],
] as const

export type PageName = (typeof pages)[number][0]

interface PageProps {
  readonly current?: PageName
  readonly title: string
  readonly lede?: string
  readonly children?: ReactNode
}

/** The frame of every page: header, notice where the data are invented, heading, content, footer. */
export const Page = ({ current, title, lede, children }: PageProps) => (
  <>
    <a className="skip" href="#content">
      {texts.site.skip}
    </a>
    <header className="site-header">
      <Link className="wordmark" href="/">
        <CycleMark />
        {texts.site.name}
      </Link>
      <nav aria-label={texts.site.navigation}>
        <ul>
          {pages.map(([name, href]) => (
            <li key={name}>
              <Link href={href} aria-current={name === current ? 'page' : undefined}>
                {texts.site.pages[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </header>
    <main id="content" tabIndex={-1}>
      <SampleNotice />
      <div className="opening">
        <h1>{title}</h1>
        {lede !== undefined && <p className="lede">{lede}</p>}
      </div>
      {children}
    </main>
    <footer className="site-footer">
      <p>{texts.site.footer}</p>
    </footer>
  </>
)

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}

/** A part of a page: its heading stands in the margin where there is one. */
export const Section = ({ id, title, note, children }: SectionProps) => (
  <section className="section" aria-labelledby={id}>
    <div className="section-head">
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p>{note}</p>}
    </div>
    <div className="section-body">{children}</div>
  </section>
)
