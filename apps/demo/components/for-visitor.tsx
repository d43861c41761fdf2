import type { Movie } from '@onecycle/collab'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'
import type { Served } from '../server/served.ts'
import { foldVisitor, type VisitorOpinions } from '../server/visitor-model.ts'
import { StarRating } from './star-rating.tsx'
import { Waterfall } from './waterfall.tsx'

const { film: text, recommendations } = texts

interface Props {
  readonly model: Served
  readonly film: Movie
  readonly opinions: VisitorOpinions
}

/** What the visitor makes of a film, or would, and why. */
export function ForVisitor({ model, film, opinions }: Props) {
  const { name } = splitTitle(film.title)
  const own = opinions.byTitle.get(film.title)
  const folded = model.recommender.items.has(film.title) ? foldVisitor(model, opinions) : null
  const steps = folded?.user.waterfall(film.title)
  return (
    <section className="for-visitor" aria-labelledby="rate">
      <h2 id="rate">{text.rate}</h2>
      <StarRating film={film.id} name={name} opinion={own} back={`/film/${film.id}`} />
      {steps && own?.kind !== 'rated' ? (
        <>
          <p className="expected">
            <strong>{format.stars(steps.at(-1)!.score)}</strong> {text.predicted}
          </p>
          <details>
            <summary>{recommendations.why}</summary>
            <Waterfall name={name} steps={steps} mine />
          </details>
        </>
      ) : (
        own?.kind !== 'rated' && <p className="note">{text.predictNone}</p>
      )}
    </section>
  )
}
