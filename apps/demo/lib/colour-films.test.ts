import { expect, it } from 'vitest'
import { colourFilms } from './colour-films.ts'
import type { MappedFilm } from './film-map.ts'

const film = (of: Partial<MappedFilm>): MappedFilm => ({
  title: '',
  year: 1990,
  genres: [],
  ratings: 100,
  mean: 3,
  bias: 0,
  place: [],
  ...of,
})

it('gives a film of several genres the colour of the rarest', () => {
  const films = [['Drama'], ['Drama', 'Horror'], ['Comedy', 'Drama'], ['Comedy'], []].map((genres) =>
    film({ genres }),
  )
  const { groups, groupOf } = colourFilms(films, 'genre')
  expect(groupOf.map((group) => groups[group]?.label)).toEqual([
    'Drama',
    'Horror',
    'Comedy',
    'Comedy',
    'Other genres',
  ])
})

it('puts a value on a bound into the group above it, and an unknown year into the first', () => {
  const films = [film({ year: 1980 }), film({ year: 1979 }), film({ year: 1998 }), film({ year: null })]
  const { groups, groupOf } = colourFilms(films, 'year')
  expect(groupOf).toEqual([2, 1, 4, 0])
  expect(groups.map(({ label }) => label)).toEqual([
    'before 1970',
    '1970–79',
    '1980–89',
    '1990–94',
    'from 1995',
  ])
})

it('has a colour for biases and counts of any size', () => {
  expect(colourFilms([film({ bias: -0.5 }), film({ bias: 0.7 })], 'bias').groupOf).toEqual([0, 4])
  expect(colourFilms([film({ ratings: 1 }), film({ ratings: 500 })], 'count').groupOf).toEqual([0, 4])
})
