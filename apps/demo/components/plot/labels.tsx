import { splitTitle } from '../../lib/film-title.ts'
import { placeLabels, type Dot, type Label } from '../../lib/place-labels.ts'
import { percent } from './dots.tsx'

const wide = { width: 720, height: 520 }
const narrow = { width: 310, height: 380 }

/** In a narrow plot. */
const fewLabels = 8

/** Names of the first of the dots that find room, for a wide and for a narrow plot. */
export function Labels({ dots }: { readonly dots: readonly Dot[] }) {
  const named = dots.map((dot) => ({ ...dot, title: splitTitle(dot.title).name }))
  return (
    <>
      <PlacedLabels labels={placeLabels(named, wide)} className="labels labels-wide" />
      <PlacedLabels
        labels={placeLabels(named, narrow).slice(0, fewLabels)}
        className="labels labels-narrow"
      />
    </>
  )
}

interface PlacedProps {
  readonly labels: readonly Label[]
  readonly className: string
}

/** Labels where {@link placeLabels} found room for them. */
export const PlacedLabels = ({ labels, className }: PlacedProps) => (
  <div className={className} aria-hidden="true">
    {labels.map(({ title, x, y, side, shift, chosen }) => (
      <span
        key={`${title}${x}`}
        className={chosen ? `${side} label-chosen` : side}
        style={{ left: `${percent(x)}%`, top: `${percent(y)}%`, marginTop: shift }}
      >
        {title}
      </span>
    ))}
  </div>
)
