import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DownloadProgress } from '@onecycle/learner/node'
import { movieLens100kTestFolder } from '../test-data.ts'
import { GENRES } from './parse-items.ts'
import { movieLens100k, movieLens100kFrom, type MovieLens100kOptions } from './movielens-100k.ts'
import { zipOf } from './zip-for-tests.ts'

const flags = GENRES.map((_, i) => (i === 8 ? 1 : 0)).join('|')
const contents: Record<string, string> = {
  'u.data': '1\t20\t5\t100\n2\t10\t4\t101\n3\t20\t3\t102\n',
  'u.item': `10|Ten (1990)|||x|${flags}\n20|Twenty (1991)|||y|${flags}\n`,
  'u.genre': 'unknown|0\n',
  'u.info': '3 users\n',
  README: 'Read me\n',
}
const zip = zipOf(
  Object.entries(contents).map(([name, content]) => ({ name: `ml-100k/${name}`, content, deflate: true })),
)
const md5 = createHash('md5').update(zip).digest('hex')

let root: string
let cacheDir: string
let server: Server | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'movielens-'))
  cacheDir = join(root, 'cache')
  vi.stubEnv('ONECYCLE_DATA', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(null)))
  server = undefined
  await rm(root, { recursive: true })
})

async function folderWith(...names: string[]): Promise<string> {
  const folder = join(root, 'data', 'ml-100k')
  await mkdir(folder, { recursive: true })
  for (const name of names) await writeFile(join(folder, name), contents[name]!)
  return folder
}

/** The function with a server of our own in GroupLens' place. */
async function fromServer(answer: RequestListener, options: MovieLens100kOptions = {}, archive = {}) {
  server = createServer(answer)
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ml-100k.zip`
  return movieLens100kFrom({ url, md5, maxBytes: 1_000_000, ...archive }, { cacheDir, ...options })
}

const sendZip: RequestListener = (_request, response) =>
  response.setHeader('content-length', zip.length).end(zip)
const noServer: RequestListener = () => expect.fail('nothing should be downloaded')

describe('movieLens100k from folders', () => {
  it('reads an explicit folder', async () => {
    const dir = await folderWith('u.data', 'u.item')
    const { ratings, movies, source } = await movieLens100k({ dir })
    expect(ratings.title).toEqual(['Twenty (1991)', 'Twenty (1991)', 'Ten (1990)'])
    expect(movies.map(({ id, year }) => [id, year])).toEqual([
      [10, 1990],
      [20, 1991],
    ])
    expect(source).toMatchObject({ kind: 'movielens-100k', name: 'MovieLens 100K', location: dir })
    expect(source.citation).toContain('https://doi.org/10.1145/2827872')
  })

  it('looks nowhere else when an explicit folder lacks a file', async () => {
    vi.stubEnv('ONECYCLE_DATA', join(await folderWith('u.data', 'u.item'), '..'))
    const dir = join(root, 'empty')
    await expect(movieLens100k({ dir })).rejects.toThrow(
      `dir ${dir} lacks u.data and u.item; expected the folder`,
    )
  })

  it('reads $ONECYCLE_DATA before the cache, and the cache before the net', async () => {
    const folder = await folderWith('u.data', 'u.item')
    const cached = await fromServer(noServer, { cacheDir: join(folder, '..') })
    expect(cached.source.location).toBe(folder)
    vi.stubEnv('ONECYCLE_DATA', join(folder, '..'))
    expect((await movieLens100k({ cacheDir, download: false })).source.location).toBe(folder)
  })

  it('names the file and the line of a bad rating', async () => {
    const dir = await folderWith('u.item')
    await writeFile(join(dir, 'u.data'), '1\t20\t5\t100\n1\t10\n')
    await expect(movieLens100k({ dir })).rejects.toThrow(
      `${join(dir, 'u.data')} line 2: expected 4 tab-separated`,
    )
  })

  it('says where it looked and what to do, in one error', async () => {
    const data = join(await folderWith('u.item'), '..')
    vi.stubEnv('ONECYCLE_DATA', data)
    await expect(movieLens100k({ cacheDir, download: false })).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      message:
        `MovieLens 100K was not found in: ${join(data, 'ml-100k')} (lacks u.data); ` +
        `${join(cacheDir, 'ml-100k')} (lacks u.data and u.item). Downloading is switched off. ` +
        'Get ml-100k.zip from https://grouplens.org/datasets/movielens/100k/, unpack it and pass its folder as dir ' +
        '(or set ONECYCLE_DATA to the folder around it), or use sampleRatings(), which needs no files.',
      data: { places: [join(data, 'ml-100k'), join(cacheDir, 'ml-100k')] },
    })
  })
})

describe('movieLens100k by download', () => {
  it('downloads once, with progress, and keeps only the unpacked files', async () => {
    const progress: DownloadProgress[] = []
    const first = await fromServer(sendZip, { onProgress: (p) => progress.push(p) })
    expect(first.ratings.rating).toEqual(Float32Array.of(5, 3, 4))
    expect(first.source.location).toBe(join(cacheDir, 'ml-100k'))
    expect(progress.at(-1)).toEqual({ receivedBytes: zip.length, totalBytes: zip.length })
    expect(await readdir(cacheDir)).toEqual(['ml-100k'])
    expect(await readdir(join(cacheDir, 'ml-100k'))).toEqual([
      'README',
      'u.data',
      'u.genre',
      'u.info',
      'u.item',
    ])
    expect((await movieLens100k({ cacheDir, download: false })).ratings).toEqual(first.ratings)
  })

  it('lets two downloads at once both succeed', async () => {
    const both = [1, 2].map(async () => {
      const own = createServer(sendZip)
      await new Promise<void>((done) => own.listen(0, '127.0.0.1', done))
      const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`
      return movieLens100kFrom({ url, md5, maxBytes: 1e6 }, { cacheDir }).finally(() => own.close())
    })
    const [a, b] = await Promise.all(both)
    expect(a).toEqual(b)
    expect(await readdir(cacheDir)).toEqual(['ml-100k'])
  })

  const cut: RequestListener = (_request, response) => {
    response.setHeader('content-length', zip.length)
    response.write(zip.subarray(0, 100), () => response.destroy())
  }
  const stop: RequestListener = (_request, response) => response.writeHead(404).end('<html>')

  it.each<[string, RequestListener, object, string]>([
    ['the wrong checksum', sendZip, { md5: 'abc' }, `its MD5 checksum is ${md5}; expected abc`],
    ['more bytes than allowed', sendZip, { maxBytes: 50 }, 'it has more than 50 bytes'],
    ['a cut connection', cut, {}, 'terminated'],
    ['status 404', stop, {}, 'the server answered 404 Not Found'],
    ['no server at all', sendZip, { url: 'http://127.0.0.1:1/' }, 'cannot download http://127.0.0.1:1/: '],
  ])('leaves nothing behind after %s', async (_name, answer, archive, reason) => {
    const failure = await fromServer(answer, {}, archive).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'DATA_NOT_FOUND',
      message: expect.stringContaining(
        'MovieLens 100K was not found in: $ONECYCLE_DATA (not set); ',
      ) as string,
      cause: { code: 'DOWNLOAD_FAILED' },
    })
    expect((failure as Error).message).toContain(reason)
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('leaves nothing behind after an archive that lacks a file', async () => {
    const other = zipOf([{ name: 'ml-100k/u.data', content: contents['u.data']! }])
    const archive = { md5: createHash('md5').update(other).digest('hex') }
    const answer: RequestListener = (_request, response) => response.end(other)
    await expect(fromServer(answer, {}, archive)).rejects.toThrow('it lacks ml-100k/u.item, ml-100k/u.genre')
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('stops when aborted, with the reason of the signal', async () => {
    const abort = new AbortController()
    const never: RequestListener = (_request, response) => {
      response.write(zip.subarray(0, 100), () => abort.abort(new Error('closed by the user')))
    }
    await expect(fromServer(never, { signal: abort.signal })).rejects.toThrow('closed by the user')
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('fails with what onProgress threw', async () => {
    const onProgress = () => {
      throw new Error('no such progress bar')
    }
    await expect(fromServer(sendZip, { onProgress })).rejects.toThrow('no such progress bar')
    expect(await readdir(cacheDir)).toEqual([])
  })

  it('gives a cache that cannot be written as the reason', async () => {
    await writeFile(cacheDir, 'a file where the folder should be')
    await expect(fromServer(sendZip)).rejects.toMatchObject({
      code: 'DATA_NOT_FOUND',
      cause: { code: 'EEXIST' },
    })
  })

  it('does not touch an incomplete folder in the cache', async () => {
    await mkdir(join(cacheDir, 'ml-100k'), { recursive: true })
    await writeFile(join(cacheDir, 'ml-100k', 'notes.txt'), 'mine')
    await expect(fromServer(sendZip)).rejects.toThrow('(lacks u.data and u.item)')
    expect(await readdir(cacheDir)).toEqual(['ml-100k'])
    expect(await readdir(join(cacheDir, 'ml-100k'))).toEqual(['notes.txt'])
  })
})

const folder = movieLens100kTestFolder()
describe.runIf(folder)('movieLens100k on the real files', () => {
  it('has 100,000 ratings, 943 users, 1,682 films and 1,664 titles', async () => {
    const { ratings, movies } = await movieLens100k({ dir: folder! })
    expect(ratings.rating).toHaveLength(100_000)
    expect(new Set(ratings.user as Int32Array).size).toBe(943)
    expect(movies).toHaveLength(1_682)
    expect(new Set(ratings.title).size).toBe(1_664)
    expect(ratings.title?.[0]).toBe('Kolya (1996)')
  })
})
