import type { MappedFilm } from '../../lib/film-map.ts'
import { format, texts } from '../../lib/texts.ts'

const { pca } = texts

interface Props {
  readonly films: readonly MappedFilm[]
  readonly onPick: (film: MappedFilm) => void
  readonly onDrop: () => void
}

/** The films that were caught, the most rated first. */
export const LassoList = ({ films, onPick, onDrop }: Props) => (
  <section className="lasso-list" aria-labelledby="lassoed">
    <div>
      <h2 id="lassoed">{pca.lassoed(films.length)}</h2>
      <button type="button" className="quiet" onClick={onDrop}>
        {pca.dropLasso}
      </button>
    </div>
    <ul>
      {films.map((film) => (
        <li key={film.title}>
          <button type="button" onClick={() => onPick(film)}>
            {film.title}
          </button>{' '}
          <small>{format.count(film.ratings)}</small>
        </li>
      ))}
    </ul>
  </section>
)
