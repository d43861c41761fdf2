import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromSqlite } from './from-sqlite.ts'

let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlite-'))
  path = join(folder, 'shop.db')
  const database = new DatabaseSync(path)
  database.exec(`
    CREATE TABLE reviews (customer INTEGER, product TEXT, stars REAL, at TEXT);
    INSERT INTO reviews VALUES (1, 'tea', 4.5, '2024-05-31 18:00:00'), (9007199254740991, 'pot', 2, '2024-06-01'),
      (2, 'tea', NULL, '2024-06-01'), (1, 'tea', 1, '2024-06-02');
  `)
  database.close()
})
afterAll(() => rm(folder, { recursive: true }))

const query = 'SELECT customer AS user, product AS item, stars AS rating, at AS timestamp FROM reviews'

describe('fromSqlite', () => {
  it('reads a query by path', async () => {
    const expected = {
      user: [1, 9007199254740991],
      item: ['tea', 'pot'],
      rating: Float32Array.of(4.5, 2),
      timestamp: Float64Array.of(Date.UTC(2024, 4, 31, 18) / 1_000, Date.UTC(2024, 5, 1) / 1_000),
    }
    const { ratings, skipped } = await fromSqlite(path, query, [], { onBadRow: 'skip' })
    expect(ratings).toEqual(expected)
    expect(skipped.first.map(({ message }) => message)).toEqual([
      'row 2: rating is null; expected a finite number',
      'row 3: user 1 has rated item "tea" already, in row 0; expected each pair once',
    ])
    expect((await fromSqlite(path, `${query} WHERE rowid < ?`, [3])).ratings).toEqual(expected)
    expect((await fromSqlite(path, `${query} WHERE rowid < :n`, { n: 3 })).ratings).toEqual(expected)
  })

  it('reads from an open database, and leaves it open', async () => {
    const database = new DatabaseSync(path)
    const { ratings } = await fromSqlite(database, `${query} LIMIT 1`)
    expect(ratings.user).toEqual(Int32Array.of(1))
    expect(database.prepare('SELECT 1 AS one').get()).toEqual({ one: 1 })
    database.close()
  })

  it('reads more rows than fit its first arrays', async () => {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
      SELECT i % 100 AS user, i / 100 AS item, 3 AS rating FROM n`
    const { ratings } = await fromSqlite(new DatabaseSync(':memory:'), numbers)
    expect(ratings.rating).toHaveLength(10_000)
    expect(ratings.timestamp).toBeUndefined()
  })

  it.each([
    [query, 'the query row 2: rating is null; expected a finite number (the first of 2 bad rows in 4;'],
    ['SELECT customer, stars AS rating FROM reviews', 'the query gives the columns customer, rating; expected user, item'],
    ['SELEC 1', 'SQLite: the query is not accepted: near "SELEC": syntax error'],
    ['SELECT 9007199254740993 AS user, 1 AS item, 1 AS rating', 'SQLite: row 0 cannot be read: '],
    ['DELETE FROM reviews', 'the query gives the columns '],
  ])('refuses %j', async (wrong, message) => {
    await expect(fromSqlite(path, wrong)).rejects.toThrow(message)
  }) // prettier-ignore

  it('refuses a file that is not there, or is no database', async () => {
    const none = join(folder, 'none.db')
    await expect(fromSqlite(none, query)).rejects.toThrow(`cannot read ${none}: there is no such file`)
    const text = join(folder, 'text.db')
    await writeFile(text, 'no database at all, although long enough to have a header'.repeat(20))
    await expect(fromSqlite(text, query)).rejects.toThrow('file is not a database')
  })
})
