import Link from 'next/link'
import { undo } from '../app/rate/actions.ts'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'
import type { Served } from '../server/served.ts'
import { foldVisitor, type VisitorOpinions } from '../server/visitor-model.ts'
import { FilmLines } from './film-lines.tsx'

const { rate } = texts

/** So many ratings say a little about a taste. */
const enough = 3
const shown = 6

/** Few-rated films have learned little: a guess about them is no recommendation. */
export const wellKnown = 20

interface Props {
  readonly model: Served
  readonly opinions: VisitorOpinions
}

/** What the model would recommend by now: worked out anew with every rating, in well under a millisecond. */
export function TastePanel({ model, opinions }: Props) {
  const { length } = opinions.rated
  return (
    <aside className="taste-panel" aria-labelledby="taste">
      <h2 id="taste">{rate.panel}</h2>
      {length < enough ? (
        <>
          <p className="taste-steps" aria-hidden="true">
            {Array.from({ length: enough }, (_, i) => (
              <span key={i} data-done={i < length} />
            ))}
          </p>
          <p role="status">{rate.missing(enough - length)}</p>
        </>
      ) : (
        <Recommended model={model} opinions={opinions} />
      )}
      <div className="taste-buttons">
        {length >= enough && (
          <Link className="button small" href="/recommendations">
            {rate.why}
          </Link>
        )}
        {opinions.lastChange !== null && (
          <form action={undo}>
            <button type="submit" className="small quiet">
              <span>{rate.undo(splitTitle(opinions.lastChange).name)}</span>
            </button>
          </form>
        )}
      </div>
    </aside>
  )
}

function Recommended({ model, opinions }: Props) {
  const folded = foldVisitor(model, opinions)!
  const began = performance.now()
  const films = folded.user.recommend({ n: shown, deny: opinions.hidden, minRatings: wellKnown })
  const ranking = performance.now() - began
  return (
    <>
      <FilmLines
        model={model}
        unit={rate.predicted}
        films={films.map(({ item, score }) => ({ title: String(item), value: format.stars(score) }))}
      />
      <p className="note" role="status">
        {rate.folded(opinions.rated.length, folded.milliseconds, model.recommender.items.size - 1, ranking)}
      </p>
    </>
  )
}
