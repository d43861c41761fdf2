import type { RankExplanation } from '@onecycle/collab'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'

const { recommendations } = texts

/** As many films are named that speak for it, and as many that speak against it. */
const [named, against] = [4, 2]

interface Props {
  readonly place: RankExplanation
  /** Whether it is the visitor's own, or somebody's from the ratings. */
  readonly mine: boolean
}

/** Why a film has its place: the rated films that raise its score most and lower it most, and the sum of all. */
export function RankReasons({ place: { items, score }, mine }: Props) {
  const raising = items.slice(0, named)
  const lowering = items
    .slice(named)
    .filter(({ contribution }) => contribution < 0)
    .slice(-against)
  const shown = [...raising, ...lowering]
  const rest = shown.reduce((sum, { contribution }) => sum - contribution, score)
  const others = items.length - shown.length
  return (
    <>
      <h4>{recommendations.placeWhy}</h4>
      <ul className="rank-reasons">
        {shown.map(({ item, contribution }) => (
          <li key={item} data-lowers={contribution < 0}>
            <span>{splitTitle(String(item)).name}</span> <span>{format.fine(contribution)}</span>
          </li>
        ))}
        {others > 0 && (
          <li data-lowers={rest < 0}>
            <span>{recommendations.placeRest(others)}</span> <span>{format.fine(rest)}</span>
          </li>
        )}
        <li className="rank-score">
          <span>{recommendations.placeScore}</span> <span>{format.fine(score)}</span>
        </li>
      </ul>
      <p className="note">{recommendations.placeNote(mine)}</p>
    </>
  )
}
