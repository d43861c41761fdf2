import type { ReactNode } from 'react'
import { texts } from '../lib/texts.ts'

interface Props {
  /** What the chart shows and how to read it. */
  readonly caption: ReactNode
  /** The same as numbers: a `DataTable`, mostly. */
  readonly table: ReactNode
  /** The chart. */
  readonly children: ReactNode
}

/** A chart with its caption, and its numbers for those who would rather read (or hear) them. */
export const Figure = ({ caption, table, children }: Props) => (
  <figure className="figure">
    {children}
    <figcaption>{caption}</figcaption>
    <details>
      <summary>{texts.figure.numbers}</summary>
      {table}
    </details>
  </figure>
)
