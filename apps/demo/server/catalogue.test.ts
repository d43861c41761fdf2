import type { MovieRatings } from '@onecycle/collab'
import { expect, it } from 'vitest'
import { Catalogue } from './catalogue.ts'

const film = (id: number, title: string, ...genres: string[]) => ({
  id,
  title,
  year: 1990,
  releaseDate: null,
  url: null,
  genres,
})

// Film 3 has the title of film 1, and film 4 has no ratings. Everyone agrees on Heat.
const rows = [
  [1, 'Cité (1990)', 5],
  [2, 'Cité (1990)', 1],
  [3, 'Cité (1990)', 3],
  [1, 'Heat (1990)', 4],
  [2, 'Heat (1990)', 4],
] as const
const data: MovieRatings = {
  ratings: {
    user: rows.map(([user]) => user),
    item: rows.map((_, row) => row),
    title: rows.map(([, title]) => title),
    rating: Float32Array.from(rows, ([, , rating]) => rating),
  },
  movies: [
    film(1, 'Cité (1990)', 'Drama'),
    film(2, 'Heat (1990)', 'Crime', 'Drama'),
    film(3, 'Cité (1990)', 'Drama'),
    film(4, 'Unrated (1990)', 'Western'),
  ],
  source: { kind: 'sample', name: 'a test', location: 'memory', citation: null },
}
const catalogue = new Catalogue(data)
const titles = (query: Parameters<Catalogue['find']>[0]) => catalogue.find(query).map(({ title }) => title)

it('lists what was rated, the most telling first, and its genres', () => {
  expect(titles({})).toEqual(['Cité (1990)', 'Heat (1990)'])
  expect(catalogue.genres).toEqual(['Crime', 'Drama'])
})

it('finds films by words in any order, without accents, and by genre', () => {
  expect(titles({ text: '1990 CITE' })).toEqual(['Cité (1990)'])
  expect(titles({ text: '90', genre: 'Crime' })).toEqual(['Heat (1990)'])
  expect(titles({ text: 'cite heat' })).toEqual([])
})

it('has one film for a title that two numbers share', () => {
  expect(catalogue.filmOfId(3)).toBe(catalogue.filmOfId(1))
  expect(catalogue.filmOfId(5)).toBeUndefined()
})

it('counts the ratings of a film by stars', () => {
  expect(catalogue.histogram('Cité (1990)').map(({ count }) => count)).toEqual([1, 0, 1, 0, 1])
  expect(catalogue.histogram('Unrated (1990)').every(({ count }) => count === 0)).toBe(true)
})
