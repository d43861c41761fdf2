import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fromPostgres } from './from-postgres.ts'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../../../postgres.shared.ts'

const programs = postgresPrograms()
const query = 'SELECT customer AS "user", product AS item, stars AS rating, at AS timestamp FROM reviews'

it('says what to install where pg is missing', async () => {
  vi.doMock('pg', () => {
    throw new Error('Cannot find package')
  })
  try {
    await expect(fromPostgres('postgres://', query)).rejects.toThrow('fromPostgres needs the package pg')
  } finally {
    vi.doUnmock('pg')
  }
})

it('says why it cannot connect', async () => {
  await expect(fromPostgres('postgres://ann@127.0.0.1:1/x', query)).rejects.toThrow(
    'PostgreSQL: cannot connect: connect ECONNREFUSED 127.0.0.1:1',
  )
})

describe.runIf(programs)('fromPostgres (needs /usr/lib/postgresql: Debian’s postgresql)', () => {
  let server: TestPostgres
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres(programs!)
    client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(`
      CREATE TABLE reviews (customer bigint, product text, stars numeric(2, 1), at timestamptz);
      INSERT INTO reviews SELECT i % 500, 'product ' || i / 500, 1 + i % 5, to_timestamp(880000000 + i)
        FROM generate_series(0, 24999) i;
    `)
  })
  afterAll(async () => {
    await client.end()
    await server.stop()
  })

  it('reads a query of many rows by URL', async () => {
    const { ratings, skipped } = await fromPostgres(server.url, `${query} ORDER BY at`)
    expect(skipped.count).toBe(0)
    expect(ratings.user).toEqual(Int32Array.from({ length: 25_000 }, (_, i) => i % 500))
    expect([ratings.item[0], ratings.item[24_999]]).toEqual(['product 0', 'product 49'])
    expect(ratings.rating[3]).toBe(4)
    expect([ratings.timestamp![0], ratings.timestamp![24_999]]).toEqual([880_000_000, 880_024_999])
  })

  it('reads with parameters by a client, also within its transaction, and by a pool', async () => {
    const some = `${query} WHERE customer = $1`
    await client.query('BEGIN')
    expect((await fromPostgres(client, some, [7])).ratings.rating).toHaveLength(50)
    await client.query('COMMIT')
    const pool = new pg.Pool({ connectionString: server.url })
    expect((await fromPostgres(pool, some, [7])).ratings.rating).toHaveLength(50)
    expect([pool.totalCount, pool.idleCount]).toEqual([1, 1])
    await pool.end()
  })

  it('counts bad rows', async () => {
    const bad = `${query} WHERE customer = 1 UNION ALL SELECT NULL, 'x', 3, now() UNION ALL SELECT 1, 'y', NULL, now()`
    await expect(fromPostgres(client, bad)).rejects.toThrow('user is null; expected a non-empty string')
    const { ratings, skipped } = await fromPostgres(client, bad, [], { onBadRow: 'skip' })
    expect([ratings.rating.length, skipped.count]).toEqual([50, 2])
  })

  it.each([
    ['SELEC 1', 'PostgreSQL: the query fails: syntax error at or near "SELEC"'],
    ['SELECT customer, stars AS rating FROM reviews', 'the query gives the columns customer, rating; expected user, item'],
    ['SELECT 1 AS "user", 2 AS item, 3 AS rating WHERE false', 'there are no ratings in it'],
    [`${query}; SELECT 1`, 'cannot insert multiple commands into a prepared statement'],
    ['SELECT 1 AS "user", 2 AS item, 1 / (100 - i) AS rating FROM generate_series(1, 200) i', 'division by zero'],
  ])('refuses %j, and leaves the client usable', async (wrong, message) => {
    await expect(fromPostgres(client, wrong)).rejects.toThrow(message)
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  }) // prettier-ignore
})
