import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { movieLens100kTestFolder } from '../test-data.ts'
import { movieLens } from './movielens.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'movielens-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (files: Record<string, string | Uint8Array>) => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
}

const csv = {
  'ratings.csv':
    'userId,movieId,rating,timestamp\n1,1,4.0,964982703\n1,11,0.5,964981247\n2,131072,5.0,1112486027\n',
  'movies.csv':
    'movieId,title,genres\r\n1,Toy Story (1995),Adventure|Animation|Children\r\n' +
    '11,"American President, The (1995)",Comedy|Drama|Romance\r\n' +
    '131072,"""Great"" Performances"" Cats (1998)",(no genres listed)\r\n',
}

describe('movieLens', () => {
  it('reads latest, 20M, 25M and 32M', async () => {
    await write(csv)
    const { ratings, movies, source } = await movieLens(folder)
    expect(ratings).toEqual({
      user: Int32Array.of(1, 1, 2),
      item: Int32Array.of(1, 11, 131072),
      rating: Float32Array.of(4, 0.5, 5),
      timestamp: Float64Array.of(964982703, 964981247, 1112486027),
      title: ['Toy Story (1995)', 'American President, The (1995)', '"Great" Performances" Cats (1998)'],
    })
    expect(movies[1]).toEqual({
      id: 11,
      title: 'American President, The (1995)',
      year: 1995,
      releaseDate: null,
      url: null,
      genres: ['Comedy', 'Drama', 'Romance'],
    })
    expect(movies[2]!.genres).toEqual([])
    expect(source).toMatchObject({ kind: 'movielens', name: 'MovieLens', location: folder })
    expect((await movieLens(folder, { titles: false })).ratings.title).toBeUndefined()
  })

  it('reads 1M, in latin-1', async () => {
    await write({
      'ratings.dat': '1::73::5::978300760\n6040::73::3::978302109\n',
      'movies.dat': Buffer.from("73::Misérables, Les (1995)::Drama|Musical\n74::Bed of Roses (1996)::Children's\n", 'latin1'),
      'users.dat': '1::F::1::10::48067\n',
    }) // prettier-ignore
    const { ratings, movies } = await movieLens(folder)
    expect([...(ratings.user as Int32Array)]).toEqual([1, 6040])
    expect([...ratings.rating]).toEqual([5, 3])
    expect(ratings.title).toEqual(['Misérables, Les (1995)', 'Misérables, Les (1995)'])
    expect(movies.map(({ genres }) => genres)).toEqual([['Drama', 'Musical'], ["Children's"]])
  })

  it('reads 10M, with half stars and in UTF-8', async () => {
    await write({
      'ratings.dat': '1::122::5::838985046\n2::122::3.5::868245645\n',
      'movies.dat': '122::Misérables, Les (1995)::Comedy|Romance\n',
    })
    const { ratings } = await movieLens(folder)
    expect([...ratings.rating]).toEqual([5, 3.5])
    expect(ratings.title![0]).toBe('Misérables, Les (1995)')
  })

  it.each([
    [{ ...csv, 'ratings.csv': 'userId,movieId,rating\n' }, 'ratings.csv line 1: the header is "userId,movieId,rating"'],
    [{ ...csv, 'ratings.csv': csv['ratings.csv'] + '1,2;3,4,5\n' }, 'ratings.csv line 5: item is "2;3"; expected an integer'],
    [{ ...csv, 'ratings.csv': csv['ratings.csv'] + '1,2,4.0,5\n' }, 'ratings.csv line 5: item 2 is not among the films of'],
    [{ ...csv, 'movies.csv': 'id,name\n' }, 'movies.csv line 1: the header is "id,name"; expected movieId,title,genres'],
    [{ ...csv, 'movies.csv': 'movieId,title,genres\n' }, 'movies.csv is empty'],
    [{ ...csv, 'movies.csv': csv['movies.csv'] + '1,Other,Drama\n' }, 'movies.csv line 5: film 1 is already on line 2'],
    [{ ...csv, 'movies.csv': csv['movies.csv'] + '5,"Other,Drama\n' }, 'movies.csv line'],
    [{ 'ratings.dat': '1::2:3::4\n', 'movies.dat': '1::A::B\n' }, "ratings.dat line 1: expected 4 fields separated by '::'"],
    [{ 'ratings.dat': '1::2::3::4\n', 'movies.dat': '1::A\n' }, 'movies.dat line 1: expected 3 fields (id, title, genres), found 2'],
    [{ 'ratings.csv': 'x' }, 'is no folder of MovieLens: expected u.data and u.item (100K), ratings.dat'],
  ])('refuses wrong files: case %#', async (files, message) => {
    await write(files)
    await expect(movieLens(folder)).rejects.toThrow(message)
  }) // prettier-ignore

  it('refuses a folder that is not there', async () => {
    await expect(movieLens(join(folder, 'no'))).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' })
  })

  it.runIf(movieLens100kTestFolder())('reads 100K in the order of the lesson', async () => {
    const { ratings, source } = await movieLens(movieLens100kTestFolder()!)
    expect(source.kind).toBe('movielens-100k')
    expect(ratings.title?.[0]).toBe('Kolya (1996)')
  })
})
