import type { Movie } from '@onecycle/collab'
import { format, texts } from '../lib/texts.ts'
import type { HistogramBar } from '../server/catalogue.ts'
import type { LearnedFilm } from '../server/film-facts.ts'

const { facts, unlearned } = texts.film

interface Props {
  readonly film: Movie
  readonly histogram: readonly HistogramBar[]
  readonly mean: number
  readonly learned: LearnedFilm | null
}

/** What is known of a film, and the one number that the model learned of its quality. */
export const FilmFacts = ({ film, histogram, mean, learned }: Props) => {
  const ratings = histogram.reduce((sum, { count }) => sum + count, 0)
  const lines: readonly (readonly [string, string | null])[] = [
    [facts.released, film.releaseDate?.replaceAll('-', ' ') ?? null],
    [facts.genres, film.genres.join(', ')],
    [facts.ratings, format.count(ratings)],
    [facts.mean, Number.isNaN(mean) ? null : facts.meanValue(mean)],
    [facts.bias, learned && facts.biasValue(learned.bias, learned.higherThan, learned.comparedFilms)],
  ]
  return (
    <section aria-labelledby="facts">
      <h2 id="facts" className="unseen">
        {facts.title}
      </h2>
      <dl className="facts">
        {lines.map(
          ([term, value]) =>
            value !== null && (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {!learned && <p className="note">{unlearned}</p>}
    </section>
  )
}
