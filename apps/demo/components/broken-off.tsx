import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'

const { brokenOff } = texts

interface Props {
  readonly status: number
  /** What the number says. */
  readonly caption: ReactNode
  /** What one can do about it. */
  readonly children?: ReactNode
}

/** Where a page should be and is none: the cycle breaks off at its top, and there are ways on. */
export const BrokenOff = ({ status, caption, children }: Props) => (
  <>
    <svg className="broken-off" viewBox="0 0 34 17" preserveAspectRatio="none" aria-hidden="true">
      <path className="broken-off-base" d="M0 17H34" />
      <path className="broken-off-done" d="M0 16C4 16 6 1 10.5 1" />
      <path className="broken-off-rest" d="M10.5 1C19 1 21 17 34 16.8" />
    </svg>
    <div className="broken-off-facts">
      <div className="headline-figure">
        <strong>{status}</strong> <span>{caption}</span>
        {children}
      </div>
      <nav aria-label={brokenOff.ways}>
        <dl className="facts facts-wide">
          {brokenOff.pages.map(([name, href, about]) => (
            <div key={href}>
              <dt>
                <Link href={href as Route}>{name}</Link>
              </dt>
              <dd>{about}</dd>
            </div>
          ))}
        </dl>
      </nav>
    </div>
  </>
)
