import type { MappedFilm } from './film-map.ts'
import type { Colouring } from './map-view.ts'
import { texts } from './texts.ts'

const { pca } = texts

/** One colour of the map. */
export interface ColourGroup {
  readonly label: string
  /** The class that colours the dots. */
  readonly look: string
}

export interface Colours {
  readonly groups: readonly ColourGroup[]
  /** The group of each film. */
  readonly groupOf: readonly number[]
}

const years = [1970, 1980, 1990, 1995]
const biases = [-0.15, 0, 0.15, 0.3]
const counts = [30, 60, 120, 240]

/** Which film has which colour, and what the colours stand for. */
export function colourFilms(films: readonly MappedFilm[], by: Colouring): Colours {
  if (by === 'genre') return byGenre(films)
  const [bounds, valueOf, label, look] = scales[by]
  const groups = Array.from({ length: bounds.length + 1 }, (_, i) => ({
    label: label(bounds[i - 1], bounds[i]),
    look: `${look}-${i}`,
  }))
  return { groups, groupOf: films.map((film) => bounds.filter((bound) => valueOf(film) >= bound).length) }
}

type Label = (from: number | undefined, below: number | undefined) => string

const scales: Record<
  Exclude<Colouring, 'genre'>,
  readonly [readonly number[], (film: MappedFilm) => number, Label, string]
> = {
  year: [years, ({ year }) => year ?? 0, pca.yearRange, 'seq'],
  bias: [biases, ({ bias }) => bias, pca.biasRange, 'div'],
  count: [counts, ({ ratings }) => ratings, pca.countRange, 'seq'],
}

/** As many genres as colours can be told apart. */
const genresShown = 7

/** The commonest genres, the rarest of them first: a film has the colour of the first that it has. */
function byGenre(films: readonly MappedFilm[]): Colours {
  const sizes = new Map<string, number>()
  for (const { genres } of films) for (const genre of genres) sizes.set(genre, (sizes.get(genre) ?? 0) + 1)
  const shown = [...sizes]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, genresShown)
    .map(([genre]) => genre)
    .reverse()
  return {
    groups: [...shown, pca.otherGenres].map((label, i) => ({
      label,
      look: i < shown.length ? `cat-${i}` : 'cat-other',
    })),
    groupOf: films.map(({ genres }) => {
      const first = shown.findIndex((genre) => genres.includes(genre))
      return first < 0 ? shown.length : first
    }),
  }
}
