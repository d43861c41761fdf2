import { format, texts } from '../../lib/texts.ts'

const { pca } = texts

interface Props {
  readonly component: number
  readonly explained: number
  readonly titles: readonly string[]
  /** Where the films lie on the component. */
  readonly values: readonly number[]
}

/** How many films stand at each end, as in the lesson. */
export const endsShown = 10

/** Indices of the outermost films: the highest first, the lowest first. */
export function endsOf(values: readonly number[]): { readonly high: number[]; readonly low: number[] } {
  const lowestFirst = values.map((_, film) => film).sort((a, b) => values[a]! - values[b]!)
  return { high: lowestFirst.toReversed().slice(0, endsShown), low: lowestFirst.slice(0, endsShown) }
}

/** The films at the two ends of a component. */
export function ComponentEnds({ component, explained, titles, values }: Props) {
  const { high, low } = endsOf(values)
  return (
    <div className="component">
      <h3>
        {pca.component(component)} <small>{pca.explained(explained)}</small>
      </h3>
      <div className="component-ends">
        {(
          [
            [pca.high, high],
            [pca.low, low],
          ] as const
        ).map(([caption, films]) => (
          <table key={caption} className="film-table">
            <caption>{caption}</caption>
            <tbody>
              {films.map((film) => (
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
