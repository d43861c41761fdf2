import type { CSSProperties } from 'react'
import { format, texts } from '../lib/texts.ts'
import type { HistogramBar } from '../server/catalogue.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'

const { histogram } = texts.film

interface Props {
  readonly bars: readonly HistogramBar[]
  readonly mean: number
}

/** How many gave how many stars. */
export function RatingHistogram({ bars, mean }: Props) {
  const total = bars.reduce((sum, { count }) => sum + count, 0)
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const best = bars.toReversed()
  return (
    <Figure
      caption={histogram.caption(total, mean)}
      table={
        <DataTable
          caption={histogram.table}
          columns={histogram.columns}
          rows={best.map(({ stars, count }) => [
            histogram.stars(stars),
            format.count(count),
            format.percent(count / total),
          ])}
        />
      }
    >
      <ol className="star-histogram">
        {best.map(({ stars, count }) => (
          <li key={stars}>
            <span>{histogram.stars(stars)}</span>
            <span className="bar" aria-hidden="true" style={{ '--share': count / most } as CSSProperties} />
            <span>{format.count(count)}</span>
          </li>
        ))}
      </ol>
    </Figure>
  )
}
