import { format, texts } from '../lib/texts.ts'

const { pca } = texts

interface Props {
  readonly component: number
  readonly explained: number
  readonly titles: readonly string[]
  readonly values: readonly number[]
  /** Indices of the films, lowest value first. */
  readonly order: readonly number[]
}

const shown = 10

/** The films at the two ends of a component. */
export function ComponentEnds({ component, explained, titles, values, order }: Props) {
  const ends = [
    [pca.high, order.toReversed()],
    [pca.low, order],
  ] as const
  return (
    <div className="component">
      <h3>
        {pca.component(component)} <small>{pca.explained(explained)}</small>
      </h3>
      <div className="component-ends">
        {ends.map(([caption, films]) => (
          <table key={caption} className="film-table">
            <caption>{caption}</caption>
            <tbody>
              {films.slice(0, shown).map((film) => (
                <tr key={film}>
                  <th scope="row">{titles[film]}</th>
                  <td>{format.coordinate(values[film]!)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </div>
  )
}
