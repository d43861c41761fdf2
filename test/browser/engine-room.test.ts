import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../architecture/workspace.ts'
import { apiOf, readEvents } from './site-api.ts'
import { listenOnce, startSite, withSite } from './site.ts'
import { processesOf, storedOf } from './trainer-of.ts'

type Started = Awaited<ReturnType<typeof startSite>>

/** The fused trainer needs some seconds for this. */
const long = { epochs: 24, nFactors: 128, batchSize: 16 }

let site: Started
let api: ReturnType<typeof apiOf>

beforeAll(async () => {
  site = await startSite()
  api = apiOf(site)
  await api.ready()
})
afterAll(() => site.stop())

describe('a trainer that is killed', () => {
  it('is replaced, and its training goes on to the same bytes, without gap or double', async () => {
    const whole = await api.until(await api.train(long), 'done')

    const id = await api.train(long)
    const stored = storedOf(site)
    await expect
      .poll(async () => (await api.run(id)).epochs.length, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(2)
    process.kill(processesOf(site).trainer, 'SIGKILL')
    expect((await api.run(id)).status).toBe('running')
    const broken = await api.until(id, 'done')

    expect(stored.claims(id)).toBe(2)
    stored.close()
    expect(site.output()).toContain('The trainer ended (SIGKILL): starting it again.')
    expect(await api.file(broken.model!.version)).toEqual(await api.file(whole.model!.version))
    expect(broken.points).toEqual(whole.points)
    expect(broken.epochs.map(({ epoch, validLoss }) => [epoch, validLoss])).toEqual(
      whole.epochs.map(({ epoch, validLoss }) => [epoch, validLoss]),
    )
  }, 240_000)
})

describe('a stream of events', () => {
  it('goes on where it was broken off, also by a restart of the site', async () => {
    const id = await api.train(long)
    const path = `${site.address}/api/runs/${id}/events`
    const first = await readEvents(await fetch(path), (ids) => ids.length >= 4)

    process.kill(processesOf(site).web, 'SIGKILL')
    await expect
      .poll(async () => (await api.get('/healthz').catch(() => null))?.status, { timeout: 60_000 })
      .toBe(200)
    expect(site.output()).toContain('The site ended (SIGKILL): starting it again.')

    const headers = { 'Last-Event-ID': String(first.ids.at(-1)) }
    const second = await readEvents(await fetch(path, { headers }), () => false)
    const ids = [...first.ids, ...second.ids]
    expect(ids).toEqual(ids.map((_, i) => i + 1))
    expect(second.data.at(-1)).toMatchObject({ type: 'status', status: 'done' })
    const told = [...first.data, ...second.data].flatMap(
      ({ points }) => (points as number[][] | undefined) ?? [],
    )
    expect(told).toEqual((await api.run(id)).points)
    // Nothing is left to tell: a browser is told not to come back.
    expect((await fetch(path, { headers: { 'Last-Event-ID': String(ids.at(-1)) } })).status).toBe(204)
  }, 240_000)

  it('is refused beyond the limit, and closed ones make room', async () => {
    const id = await api.train({ ...long, model: 'network' })
    const path = `${site.address}/api/runs/${id}/events`
    const closing = new AbortController()
    const open = () => fetch(path, { signal: closing.signal })
    const streams = await Promise.all(Array.from({ length: 64 }, open))
    expect(streams.every(({ status }) => status === 200)).toBe(true)
    const refused = await fetch(path)
    expect(refused.status).toBe(503)
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await refused.json()).toMatchObject({ status: 503, code: 'TOO_MANY_STREAMS' })

    closing.abort()
    const again = new AbortController()
    await expect
      .poll(async () => (await fetch(path, { signal: again.signal })).status, { timeout: 10_000 })
      .toBe(200)
    again.abort()
    await api.post(`/api/runs/${id}/cancel`)
    await api.until(id, 'cancelled')
  }, 120_000)
})

describe('a cancelled training', () => {
  it('keeps its last good model, and goes on', async () => {
    const id = await api.train(long)
    await expect
      .poll(async () => (await api.run(id)).epochs.length, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(1)
    expect((await api.post(`/api/runs/${id}/cancel`)).status).toBe(202)
    const cancelled = await api.until(id, 'cancelled')
    expect(cancelled.model).not.toBeNull()
    expect((await api.file(cancelled.model!.version)).length).toBeGreaterThan(1000)
    expect((await api.post(`/api/runs/${id}/cancel`)).status).toBe(409)

    expect((await api.post(`/api/runs/${id}/resume`)).status).toBe(202)
    const done = await api.until(id, 'done')
    expect(done.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: long.epochs }, (_, i) => i))
    expect(done.model!.version).toBeGreaterThan(cancelled.model!.version)
  }, 240_000)
})

describe('the API', () => {
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const body = await api.json<{ status: number; code: string; detail: string }>(response)
    expect(body.status).toBe(response.status)
    return body
  }

  it('recommends, and explains by parts that add up', async () => {
    const { recommendations } = await api.json<{ recommendations: { item: string; stars: number }[] }>(
      api.get('/api/recommend?user=196&n=5'),
    )
    expect(recommendations).toHaveLength(5)
    // The ranker's order, not that of the stars; of whom, demo.test.ts compares with the page.
    const stars = recommendations.map((film) => film.stars)
    expect(stars).not.toEqual(stars.toSorted((a, b) => b - a))
    const item = encodeURIComponent(recommendations[0]!.item)
    const parts = await api.json<
      Record<'score' | 'raw' | 'global' | 'userBias' | 'itemBias', number> & { factors: number[] }
    >(api.get(`/api/explain?user=196&item=${item}`))
    const sum = parts.global + parts.userBias + parts.itemBias + parts.factors.reduce((a, b) => a + b, 0)
    expect(sum).toBeCloseTo(parts.raw, 4)
    expect(parts.score).toBeCloseTo(5.5 / (1 + Math.exp(-parts.raw)), 4)
    expect(parts.score).toBeCloseTo(stars[0]!, 4)
    const predicted = await api.json(api.get(`/api/predict?user=196&item=${item}`))
    expect(predicted).toMatchObject({ score: stars[0], unknown: [] })
    const { similar } = await api.json<{ similar: unknown[] }>(api.get(`/api/similar?item=${item}&n=7`))
    expect(similar).toHaveLength(7)

    const folded = await api.json<{
      recommendations: { item: string; stars: number }[]
      unknown: string[]
      explanation: { raw: number; average: number; ratings: { contribution: number }[] }
    }>(
      api.post(
        '/api/fold-in',
        {
          ratings: [
            { item: recommendations[0]!.item, rating: 5 },
            { item: 'No such film', rating: 1 },
          ],
          n: 3,
          explain: recommendations[1]!.item,
        },
        {},
      ),
    )
    expect(folded.recommendations).toHaveLength(3)
    expect(folded.recommendations.map((each) => each.item)).not.toContain(recommendations[0]!.item)
    expect(folded.unknown).toEqual(['No such film'])
    const { raw, average, ratings } = folded.explanation
    expect(average + ratings.reduce((total, { contribution }) => total + contribution, 0)).toBeCloseTo(raw, 6)
  })

  it('names the model that each answer comes from', async () => {
    const { modelVersion } = await api.json<{ modelVersion: number }>(api.get('/readyz'))
    const { recommendations } = await api.json<{ recommendations: [{ item: string }] }>(
      api.get('/api/recommend?user=196&n=1'),
    )
    const { item } = recommendations[0]
    const about = `user=196&item=${encodeURIComponent(item)}`
    const answers = [
      api.get('/api/recommend?user=196&n=1'),
      api.get(`/api/similar?item=${encodeURIComponent(item)}&n=1`),
      api.get(`/api/explain?${about}`),
      api.get(`/api/predict?${about}`),
      api.post('/api/fold-in', { ratings: [{ item, rating: 5 }] }, {}),
    ]
    for (const answer of answers) expect(await api.json(answer)).toMatchObject({ modelVersion })
  })

  it.each([
    ['/api/recommend?user=nobody', 404, 'UNKNOWN_USER'],
    ['/api/recommend?user=196&n=201', 400, 'BAD_INPUT'],
    ['/api/recommend?user=196&n=', 400, 'BAD_INPUT'],
    ['/api/recommend', 400, 'BAD_INPUT'],
    ['/api/recommend?user=196&more=1', 400, 'BAD_INPUT'],
    ['/api/similar?item=Nothing', 404, 'UNKNOWN_ITEM'],
    ['/api/runs/99999', 404, 'NO_SUCH_RUN'],
    ['/api/models/99999/file', 404, 'NO_SUCH_MODEL'],
    ['/api/models/..%2f..%2fetc/file', 400, 'BAD_INPUT'],
  ])('answers %s with %i %s', async (path, status, code) => {
    expect(await problem(await api.get(path))).toMatchObject({ status, code })
  })

  it('limits what is sent', async () => {
    const rating = { item: 'Fargo (1996)', rating: 5 }
    const ratings = (n: number) => ({ ratings: Array.from({ length: n }, () => rating) })
    expect(await problem(await api.post('/api/fold-in', ratings(3000)))).toMatchObject({
      code: 'BODY_TOO_LARGE',
    })
    expect(await problem(await api.post('/api/fold-in', { ratings: [] }))).toMatchObject({
      code: 'BAD_INPUT',
    })
    expect(await problem(await api.post('/api/training', { epochs: 51 }))).toMatchObject({
      code: 'BAD_INPUT',
    })
    expect(await problem(await api.post('/api/training', { nFactors: 501 }))).toMatchObject({
      code: 'BAD_INPUT',
    })
    const text = await fetch(`${site.address}/api/fold-in`, { method: 'POST', body: 'x' })
    expect(await problem(text)).toMatchObject({ status: 415 })
  })

  it('describes all of itself', async () => {
    const { openapi, paths } = await api.json<{
      openapi: string
      paths: Record<string, Record<string, object>>
    }>(api.get('/api/openapi.json'))
    expect(openapi).toBe('3.1.0')
    expect(Object.keys(paths)).toContain('/api/models/{version}/promote')
    const recommend = paths['/api/recommend']!['get'] as { parameters: { name: string; schema: object }[] }
    expect(recommend.parameters.find(({ name }) => name === 'n')!.schema).toMatchObject({
      type: 'integer',
      minimum: 1,
      maximum: 200,
      default: 10,
    })
  })
})

describe('requests', () => {
  it.each([
    ['from elsewhere', { origin: 'https://elsewhere.example' }],
    ['from nowhere', {}],
    ['with a token that is none', { authorization: 'Bearer let me in' }],
  ])('that change something are refused %s', async (_, headers) => {
    for (const path of [
      '/api/training',
      '/api/training/find-lr',
      '/api/training/weight-decay',
      '/api/models/1/promote',
      '/api/models/roll-back',
      '/api/runs/1/cancel',
    ]) {
      const response = await api.post(path, {}, headers as Record<string, string>)
      expect([path, response.status]).toEqual([path, 403])
    }
  })

  it('of all kinds are refused where they come from another site', async () => {
    const response = await api.post('/train', {}, { origin: 'https://elsewhere.example' })
    expect(response.status).toBe(403)
  })

  it('of a page’s forms are refused where they do not say where they come from', async () => {
    for (const path of ['/rate', '/api/session', '/api/session/end']) {
      for (const headers of [{}, { origin: 'null' }]) {
        const response = await api.post(path, {}, headers)
        expect([path, response.status]).toEqual([path, 403])
        expect(await api.json(response)).toMatchObject({ code: 'FOREIGN_ORIGIN' })
      }
    }
  })

  it('for what the API does not have get its kind of error', async () => {
    for (const response of [await api.get('/api/nothing'), await api.post('/api/runs/1/nothing')]) {
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await api.json(response)).toMatchObject({ status: 404, code: 'NO_SUCH_PATH' })
    }
  })

  it('get pages that may run no script but the site’s own', async () => {
    const policies = await Promise.all(
      ['/train', '/', '/nothing-here'].map(async (path) => {
        const response = await api.get(path)
        expect(response.headers.get('x-content-type-options')).toBe('nosniff')
        expect(response.headers.get('referrer-policy')).toBe('same-origin')
        const policy = response.headers.get('content-security-policy')!
        const nonce = /script-src 'nonce-([^']+)' 'strict-dynamic'(;|$)/.exec(policy)![1]!
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).toContain("style-src 'self'; style-src-attr 'unsafe-inline'")
        const page = await response.text()
        const scripts = page.match(/<script\b[^>]*>/g) ?? []
        expect(scripts.length).toBeGreaterThan(0)
        for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
        expect(page).not.toMatch(/(?:src|href)="https?:\/\//)
        return nonce
      }),
    )
    expect(new Set(policies).size).toBe(3)
  })

  it('by another name than this machine’s are refused where no token is set', async () => {
    const { request } = await import('node:http')
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(
        { port: site.port, host: '127.0.0.1', path: '/train', headers: { host: 'rebound.example' } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      asked.on('error', reject).end()
    })
    expect(status).toBe(421)
  })
})

describe('a site with a token', () => {
  const token = 'correct horse battery staple'

  it('lets only those train who show it', async () => {
    await withSite(
      async (guarded) => {
        const own = apiOf(guarded)
        await own.ready()
        expect((await own.get('/train')).status).toBe(200)
        expect((await own.post('/api/training')).status).toBe(401)
        expect((await own.post('/api/training', {}, { authorization: 'Bearer wrong' })).status).toBe(403)
        const started = await own.post('/api/training', {}, { authorization: `Bearer ${token}` })
        expect(started.status).toBe(202)

        const signIn = (given: string) =>
          fetch(`${guarded.address}/api/session`, {
            method: 'POST',
            redirect: 'manual',
            headers: { origin: guarded.address },
            body: new URLSearchParams({ token: given, back: '/train' }),
          })
        expect((await signIn('wrong')).headers.get('location')).toBe('/train?problem=WRONG_TOKEN#sign-in')
        const cookie = (await signIn(token)).headers.get('set-cookie')!
        expect(cookie).toMatch(/HttpOnly/i)
        expect(cookie).toMatch(/SameSite=lax/i)
        expect(cookie).not.toContain(token)
        const signedIn = (value: string) =>
          own.post('/api/models/1/promote', {}, { origin: guarded.address, cookie: value })
        expect((await signedIn(cookie.split(';')[0]!)).status).toBe(200)
        expect((await signedIn(cookie.split(';')[0]!.slice(0, -2))).status).toBe(401)
      },
      { env: { ONECYCLE_ADMIN_TOKEN: token }, sample: true },
    )
  }, 120_000)

  it.each([
    [{ HOST: '0.0.0.0' }, 'HOST is 0.0.0.0, where others can reach the site: set ONECYCLE_ADMIN_TOKEN'],
    [{ HOST: '::' }, 'HOST is ::, where others can reach the site'],
    [
      { HOST: '127.0.0.1', ONECYCLE_ADMIN_TOKEN: 'short' },
      'ONECYCLE_ADMIN_TOKEN has 5 characters; expected at least 16',
    ],
  ])('is needed on a public address: %o', async (env, message) => {
    const child = spawn(process.execPath, ['apps/demo/start.ts'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], PORT: String(await listenOnce(0)), ONECYCLE_HOME: site.home, ...env },
    })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(output).toContain(message)
  })
})
