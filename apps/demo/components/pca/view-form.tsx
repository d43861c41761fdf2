import { colourings, type Colouring, type MapView } from '../../lib/map-view.ts'
import { texts } from '../../lib/texts.ts'

const { pca } = texts

interface Props {
  readonly view: MapView
  readonly explained: readonly number[]
  readonly onChange: (change: Partial<MapView>) => void
}

/** Which components lie on the axes, and what the colours stand for. A plain form without JavaScript. */
export function ViewForm({ view, explained, onChange }: Props) {
  const axes = [['x', pca.across] as const, ['y', pca.up] as const, ['z', pca.towards] as const]
  return (
    <form method="get" className="controls">
      {axes.slice(0, view.three ? 3 : 2).map(([axis, label]) => (
        <p key={axis} className="control">
          <label htmlFor={axis}>{label}</label>
          <select
            id={axis}
            name={axis}
            value={view[axis]}
            onChange={(event) =>
              onChange({ [axis]: Number(event.target.value), zoom: 1, at: { x: 0.5, y: 0.5 } })
            }
          >
            {explained.map((share, i) => (
              <option key={i} value={i + 1}>
                {pca.choice(i + 1, share)}
              </option>
            ))}
          </select>
        </p>
      ))}
      <p className="control">
        <label htmlFor="colour">{pca.colour}</label>
        <select
          id="colour"
          name="colour"
          value={view.colour}
          onChange={(event) => onChange({ colour: event.target.value as Colouring })}
        >
          {colourings.map((colouring) => (
            <option key={colouring} value={colouring}>
              {pca.colours[colouring]}
            </option>
          ))}
        </select>
      </p>
      <noscript>
        <button type="submit">{pca.show}</button>
      </noscript>
    </form>
  )
}
