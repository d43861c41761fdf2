import { format, texts } from '../lib/texts.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'

const { factors } = texts.film

/** A film's latent factors as bars up and down. */
export function FactorBars({ values }: { readonly values: Float32Array }) {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0.01)
  const path = Array.from(values, (value, i) => `M${i + 0.5} 0V${(-value / largest).toFixed(3)}`)
  return (
    <Figure
      caption={factors.caption(values.length)}
      table={
        <DataTable
          caption={factors.table}
          columns={factors.columns}
          rows={Array.from(values, (value, i) => [factors.factor(i + 1), format.coordinate(value)])}
        />
      }
    >
      <svg
        className="factor-bars"
        viewBox={`0 -1.05 ${values.length} 2.1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={factors.title}
      >
        <path className="factor-values" d={path.join('')} />
        <path className="factor-zero" d={`M0 0H${values.length}`} />
      </svg>
    </Figure>
  )
}
