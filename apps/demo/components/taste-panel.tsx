import Link from 'next/link'
import { undo } from '../app/rate/actions.ts'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'
import type { Served } from '../server/served.ts'
import { enoughRatings, foldVisitor, type VisitorOpinions } from '../server/visitor-model.ts'
import { FilmLines } from './film-lines.tsx'

const { rate } = texts

const shown = 6

/** Few-rated films have learned little: a guess about them is no recommendation. */
const wellKnown = 20

interface Props {
  readonly model: Served
  readonly opinions: VisitorOpinions
}

/** What the model would recommend by now: worked out anew with every rating, in well under a millisecond. */
export function TastePanel({ model, opinions }: Props) {
  const { rated, lastChange } = opinions
  const ranked = rank(model, opinions)
  return (
    <aside className="taste-panel" aria-labelledby="taste">
      <h2 id="taste">{rate.panel}</h2>
      {ranked ? (
        <FilmLines model={model} unit={rate.predicted} films={ranked.films} />
      ) : (
        <p className="taste-steps" aria-hidden="true">
          {Array.from({ length: enoughRatings }, (_, i) => (
            <span key={i} data-done={i < rated.length} />
          ))}
        </p>
      )}
      <p className="note" role="status">
        {ranked ? ranked.how : rate.missing(enoughRatings - rated.length)}
      </p>
      <div className="taste-buttons">
        {ranked && (
          <Link className="button small" href="/recommendations">
            {rate.why}
          </Link>
        )}
        {lastChange !== null && (
          <form action={undo}>
            <button type="submit" className="small quiet">
              <span>{rate.undo(splitTitle(lastChange).name)}</span>
            </button>
          </form>
        )}
      </div>
    </aside>
  )
}

/** The films that suit the visitor best, and how long it took to find them; null with too few ratings. */
function rank(model: Served, opinions: VisitorOpinions) {
  const folded = foldVisitor(model, opinions)
  if (!folded) return null
  const began = performance.now()
  const found = folded.recommend({ n: shown, deny: opinions.hidden, minRatings: wellKnown })
  const ranking = performance.now() - began
  const { size } = model.recommender.items
  return {
    films: found.map(({ item, stars }) => ({ title: String(item), value: format.stars(stars) })),
    how: rate.folded(opinions.rated.length, folded.milliseconds, size - 1, ranking),
  }
}
