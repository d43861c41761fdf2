import type { CSSProperties } from 'react'
import type { DigitsResult } from '../../lib/run-events.ts'
import { format, texts } from '../../lib/texts.ts'
import { Pixels } from './pixels.tsx'

const { mistakes } = texts.mnist

/** Which digits are taken for which: a table whose cells are the darker the more there are. */
export function ConfusionTable({ confusion, confused }: Pick<DigitsResult, 'confusion' | 'confused'>) {
  const most = Math.max(1, ...confusion.flatMap((row, actual) => row.filter((_, i) => i !== actual)))
  return (
    <>
      <div className="table-frame" role="region" aria-label={mistakes.caption} tabIndex={0}>
        <table className="confusion">
          <caption className="unseen">{mistakes.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{mistakes.corner}</th>
              {confusion.map((_, predicted) => (
                <th key={predicted} scope="col">
                  {predicted}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((row, actual) => (
              <tr key={actual}>
                <th scope="row">{actual}</th>
                {row.map((count, predicted) => (
                  <td
                    key={predicted}
                    data-right={predicted === actual}
                    style={{ '--share': predicted === actual ? 0 : count / most } as CSSProperties}
                  >
                    {count === 0 ? <span aria-label="0">·</span> : format.count(count)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">
        {confused.length === 0
          ? mistakes.none
          : mistakes.confused(
              confused
                .map(({ actual, predicted, count }) => mistakes.pair(actual, predicted, count))
                .join(', '),
            )}
      </p>
    </>
  )
}

/** The digits with the largest losses: as the model sees them, and what it took them for. */
export const TopLosses = ({ troubles }: Pick<DigitsResult, 'troubles'>) => (
  <ol className="top-losses">
    {troubles.map(({ image, predicted, actual, loss, probability }, place) => (
      <li key={place}>
        <figure>
          <Pixels values={image.map((ink) => ink / 255)} width={28} label={mistakes.image(actual)} />
          <figcaption>
            <strong>{mistakes.taken(actual, predicted)}</strong>
            <small>{mistakes.loss(loss, probability)}</small>
          </figcaption>
        </figure>
      </li>
    ))}
  </ol>
)
