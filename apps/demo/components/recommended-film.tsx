import type { Movie, RankExplanation, WaterfallStep } from '@onecycle/collab'
import type { Route } from 'next'
import Link from 'next/link'
import { rateByForm } from '../app/rate/actions.ts'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'
import type { FilmLook } from '../server/film-looks.ts'
import { FilmSwatch } from './film-poster.tsx'
import { RankReasons } from './rank-reasons.tsx'
import { Stars } from './stars.tsx'
import { Waterfall } from './waterfall.tsx'

const { recommendations } = texts

interface Props {
  readonly film: Movie
  readonly look: FilmLook
  readonly stars: number
  /** Why it has its place; null where the list is in the order of the stars. */
  readonly place: RankExplanation | null
  readonly steps: readonly WaterfallStep[]
  /** Where hiding it comes back to; null where it is not the visitor's own list. */
  readonly back: string | null
  /** Whether the reasons are shown at once. */
  readonly open: boolean
}

/** A recommendation: what, how many stars, why, and what to do with it. */
export function RecommendedFilm({ film, look, stars, place, steps, back, open }: Props) {
  const { name, year } = splitTitle(film.title)
  return (
    <li>
      <div className="recommended-film">
        <FilmSwatch look={look} />
        <div>
          <h3>
            <Link href={`/film/${film.id}` as Route} prefetch={false}>
              {name}
            </Link>
          </h3>
          <p className="film-about">{[year, ...film.genres].filter(Boolean).join(' · ')}</p>
        </div>
        <p className="film-stars">
          <strong>{format.stars(stars)}</strong>
          <span className="unseen"> {recommendations.predicted}</span>
          <Stars value={stars} />
        </p>
        <div className="film-actions">
          <Link className="button small quiet" href={`/film/${film.id}#alike` as Route} prefetch={false}>
            {recommendations.alike}
            <span className="unseen"> {name}</span>
          </Link>
          {back !== null && (
            <form action={rateByForm}>
              <input type="hidden" name="film" value={film.id} />
              <input type="hidden" name="back" value={back} />
              <button type="submit" name="opinion" value="hidden" className="small quiet">
                {recommendations.hide}
                <span className="unseen"> {name}</span>
              </button>
            </form>
          )}
        </div>
      </div>
      <details open={open}>
        <summary>
          {recommendations.why}
          <span className="unseen"> {name}</span>
        </summary>
        {place && <RankReasons place={place} mine={back !== null} />}
        {place && <h4>{recommendations.starsWhy}</h4>}
        <Waterfall name={name} steps={steps} mine={back !== null} />
      </details>
    </li>
  )
}
