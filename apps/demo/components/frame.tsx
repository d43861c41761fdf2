import Link from 'next/link'
import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'
import { CycleMark } from './cycle-mark.tsx'
import { Navigation, type PageName } from './navigation.tsx'

export interface FrameProps {
  readonly current?: PageName
  readonly title: string
  /** In the browser's tab, where it is not the page's name in the menu. */
  readonly tab?: string
  readonly lede?: ReactNode
  /** At the end of the header. */
  readonly controls?: ReactNode
  /** Above the heading. */
  readonly notice?: ReactNode
  readonly children?: ReactNode
}

/** Header, heading, content, footer: without a question to the server, so that a page that fails has them, too. */
export const Frame = ({ current, title, tab, lede, controls, notice, children }: FrameProps) => (
  <>
    {/* Part of the page, so that it changes with it: the framework's own comes and goes by itself. */}
    <title>
      {current === 'home'
        ? texts.site.name
        : `${tab ?? (current && texts.site.pages[current]) ?? title} · ${texts.site.name}`}
    </title>
    <a className="skip" href="#content">
      {texts.site.skip}
    </a>
    <header className="site-header">
      <Link className="wordmark" href="/" aria-current={current === 'home' ? 'page' : undefined}>
        <CycleMark />
        {texts.site.name}
      </Link>
      <Navigation current={current} />
      {controls}
    </header>
    <main id="content" tabIndex={-1}>
      {notice}
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
