import { filmPlaces } from './film-map.ts'
import { perModel } from './per-model.ts'
import type { Served } from './served.ts'

/** What a film's card looks like: learned, not drawn. */
export interface FilmLook {
  /** Its direction on the map of the first two components, in degrees: films of a colour lie on the same side. */
  readonly hue: number
  /** How far out it lies: 0 in the middle (and for films too little rated to be on the map), 1 at the edge. */
  readonly strength: number
  /** Its factors, -1 to 1. */
  readonly bars: readonly number[]
}

const unknownPlace = { hue: 0, strength: 0 }

/** The look of a film by its title. */
export const filmLook = (model: Served, title: string): FilmLook => {
  const { places, largest } = looks(model)
  const { data } = model.recommender.weight([title]).values
  return {
    ...(places.get(title) ?? unknownPlace),
    bars: Array.from(data, (value) => Math.max(-1, Math.min(1, value / largest))),
  }
}

const looks = perModel((model) => {
  const films = filmPlaces(model)
  const titles = films.map(({ title }) => title)
  const coordinates = films.map(({ place }) => place)
  const [edgeX, edgeY] = [0, 1].map((axis) => edge(coordinates.map((place) => place[axis]!)))
  const places = new Map(
    titles.map((title, film) => {
      const [x, y] = [coordinates[film]![0] / edgeX!, coordinates[film]![1] / edgeY!]
      const hue = (Math.round((Math.atan2(y, x) * 180) / Math.PI) + 360) % 360
      return [title, { hue, strength: Math.min(1, Math.hypot(x, y)) }]
    }),
  )
  return { places, largest: edge(model.recommender.weight(titles).values.data) }
})

/** A value that 98 of 100 do not exceed: the largest alone would make all others small. */
function edge(values: ArrayLike<number>): number {
  const sizes = Float64Array.from(values, Math.abs).sort()
  return sizes[Math.floor(0.98 * (sizes.length - 1))] || 1
}
