import type { Movie } from '@onecycle/collab'
import { format } from '../lib/texts.ts'
import { Stars } from './stars.tsx'

export interface ListedFilm {
  readonly title: string
  readonly stars: number
  readonly film: Movie | undefined
}

interface Props {
  readonly films: readonly ListedFilm[]
  /** What the stars are, for those who hear the page. */
  readonly unit: string
  /** Whole stars, as people give them, or with decimals, as models do. */
  readonly whole?: boolean
}

/** Films in their order, each a typographic card: place, title, genres and year, stars. */
export const FilmList = ({ films, unit, whole = false }: Props) => (
  <ol className={whole ? 'films films-small' : 'films'}>
    {films.map(({ title, stars, film }) => (
      <li key={title}>
        <div>
          <p className="film-title">{title}</p>
          <p className="film-about">{[film?.year, ...(film?.genres ?? [])].filter(Boolean).join(' · ')}</p>
        </div>
        <p className="film-stars">
          <span className="film-number">{whole ? stars : format.stars(stars)}</span>
          <span className="unseen"> {unit}</span>
          <Stars value={stars} />
        </p>
      </li>
    ))}
  </ol>
)
