import Link from 'next/link'
import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'
import { CycleMark } from './cycle-mark.tsx'
import { Navigation, type PageName } from './navigation.tsx'
import { SampleNotice } from './sample-notice.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

export type { PageName } from './navigation.tsx'

interface PageProps {
  readonly current?: PageName
  readonly title: string
  readonly lede?: ReactNode
  readonly children?: ReactNode
}

/** The frame of every page: header, notice where the data are invented, heading, content, footer. */
export const Page = ({ current, title, lede, children }: PageProps) => (
  <>
    <a className="skip" href="#content">
      {texts.site.skip}
    </a>
    <header className="site-header">
      <Link className="wordmark" href="/" aria-current={current === 'home' ? 'page' : undefined}>
        <CycleMark />
        {texts.site.name}
      </Link>
      <Navigation current={current} />
      <ThemeSwitch />
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
      <CycleMark />
      <p>
        {texts.site.name}: {texts.site.footer}
      </p>
      <a href="/reference">{texts.site.reference}</a>
    </footer>
  </>
)

interface SectionProps {
  readonly id: string
  readonly title: string
  readonly note?: ReactNode
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
