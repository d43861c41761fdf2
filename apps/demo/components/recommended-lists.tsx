import { format, texts } from '../lib/texts.ts'
import { filmLook } from '../server/film-looks.ts'
import type { Listed } from '../server/listed.ts'
import type { Served } from '../server/served.ts'
import { FilmLines } from './film-lines.tsx'
import { RecommendedFilm } from './recommended-film.tsx'

const { recommendations } = texts
const shown = 10

interface Props {
  readonly model: Served
  readonly listed: Listed
  /** Titles that may be recommended. */
  readonly allow: readonly string[]
  /** Where hiding a film comes back to; null where it is not the visitor's own list. */
  readonly back: string | null
}

/** What someone is recommended, beside what they rated best. */
export function RecommendedLists({ model, listed, allow, back }: Props) {
  const films = listed.recommend({ n: shown, allow, deny: listed.hidden })
  const best = listed.rated.slice(0, shown)
  return (
    <div className="recommended-and-own">
      <section aria-labelledby="recommended">
        <h2 id="recommended" className="unseen">
          {recommendations.list}
        </h2>
        {films.length === 0 && <p>{recommendations.none}</p>}
        <ol className="recommended">
          {films.map(({ item, stars }, place) => {
            const film = model.catalogue.film(item)!
            const look = filmLook(model, film.title)
            return (
              <RecommendedFilm
                key={film.id}
                film={film}
                look={look}
                stars={stars}
                place={listed.place(item)}
                steps={listed.waterfall(item)}
                back={back}
                open={place === 0}
              />
            )
          })}
        </ol>
      </section>
      <section aria-labelledby="own">
        <h2 id="own">{recommendations.own}</h2>
        <FilmLines
          model={model}
          unit={recommendations.stars}
          films={best.map(({ title, rating }) => ({ title, value: format.rating(rating) }))}
        />
        <p className="note">{recommendations.ownOf(best.length, listed.rated.length)}</p>
      </section>
    </div>
  )
}
