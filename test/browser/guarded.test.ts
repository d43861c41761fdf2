import { request, type IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { faultlessInEveryLook } from './looks.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

// A site that strangers can reach.
const token = 'correct horse battery staple'
const shown = { authorization: `Bearer ${token}` }

let site: Awaited<ReturnType<typeof startSite>>
let api: ReturnType<typeof apiOf>

beforeAll(async () => {
  // Each client of these tests comes with an address of its own, as through a proxy.
  const env = { ONECYCLE_ADMIN_TOKEN: token, ONECYCLE_TRUST_PROXY: '1', ONECYCLE_LOG_LEVEL: 'info' }
  site = await startSite({ sample: true, env })
  api = apiOf(site)
  await api.ready()
})
afterAll(() => site.stop())

const from = (client: string) => ({ 'x-forwarded-for': client })
const get = (path: string, headers: Record<string, string> = {}) => fetch(site.address + path, { headers })

/** A request as it stands: fetch would tidy its path up. */
const raw = (path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: site.port, path, headers }, (response) => {
      const { statusCode: status = 0, headers } = response
      text(response).then((body) => resolve({ status, headers, body }), reject)
    })
    sent.on('error', reject).end()
  })

describe('the form to sign in with', () =>
  faultlessInEveryLook(
    () => site,
    [
      [
        '/train for a stranger',
        async (page) => {
          await page.goto(`${site.address}/train`)
          await page.getByRole('heading', { name: texts.train.signIn.title }).waitFor()
        },
      ],
    ],
  ))

describe('limits', () => {
  it('whoever tries tokens has to wait, and others do not', async () => {
    const attempt = (client: string) =>
      fetch(`${site.address}/api/session`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: site.address, ...from(client) },
        body: new URLSearchParams({ token: 'wrong', back: '/train' }),
      })
    for (let i = 0; i < 10; i++) expect((await attempt('198.51.100.1')).status).toBe(303)
    const refused = await attempt('198.51.100.1')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' })
    expect((await get('/api/runs', { ...from('198.51.100.1'), authorization: 'Bearer wrong' })).status).toBe(
      429,
    )
    expect((await attempt('198.51.100.2')).status).toBe(303)
  })

  it('of changes and of reading, but not for whoever shows the token', async () => {
    const change = (headers: Record<string, string>) => api.post('/api/fold-in', { ratings: [] }, headers)
    const changes = await Promise.all(Array.from({ length: 70 }, () => change(from('198.51.100.3'))))
    const refused = changes.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.every((response) => Number(response.headers.get('retry-after')) >= 1)).toBe(true)

    const reads = (headers: Record<string, string>) =>
      Promise.all(Array.from({ length: 400 }, () => get('/api/models/0/file', headers)))
    const statuses = async (headers: Record<string, string>) =>
      new Set((await reads(headers)).map(({ status }) => status))
    expect(await statuses(from('198.51.100.4'))).toEqual(new Set([400, 429]))
    expect(await statuses({ ...from('198.51.100.5'), ...shown })).toEqual(new Set([400]))
  })

  it('of streams of events, by client', async () => {
    const train = await api.post('/api/training', { epochs: 40, nFactors: 128, batchSize: 16 }, shown)
    const [id] = (await api.json<{ runs: [number] }>(train)).runs
    const closing = new AbortController()
    const open = (client: string) =>
      fetch(`${site.address}/api/runs/${id}/events`, { headers: from(client), signal: closing.signal })
    const streams = await Promise.all(Array.from({ length: 8 }, () => open('198.51.100.6')))
    expect(streams.map(({ status }) => status)).toEqual(Array(8).fill(200))
    const refused = await open('198.51.100.6')
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_STREAMS' })
    expect((await open('198.51.100.7')).status).toBe(200)
    closing.abort()
    const again = new AbortController()
    await expect
      .poll(async () => {
        const headers = from('198.51.100.6')
        return (await fetch(`${site.address}/api/runs/${id}/events`, { headers, signal: again.signal }))
          .status
      })
      .toBe(200)
    again.abort()
    expect((await api.post(`/api/runs/${id}/cancel`, {}, shown)).status).toBe(202)
  }, 120_000)

  it('of bodies, before they are read', async () => {
    const response = await api.post('/rate', { filler: 'x'.repeat(70_000) }, from('198.51.100.8'))
    expect(response.status).toBe(413)
  })
})

const injected = '<script>alert(1)</script>'

describe('hostile input', () => {
  it('changes no prototype', async () => {
    type Listed = { recommendations: { item: string }[] }
    const listed = () => api.json<Listed>(api.get('/api/recommend?user=196'))
    const item = JSON.stringify((await listed()).recommendations[0]!.item)
    const fold = (body: string) => {
      const headers = { 'content-type': 'application/json', ...from('198.51.100.9') }
      return fetch(`${site.address}/api/fold-in`, { method: 'POST', headers, body })
    }
    // Neither is `n` taken from there, nor is it left there for the requests that come after.
    const tried = await fold(`{"__proto__":{"n":3},"ratings":[{"item":${item},"rating":5}]}`)
    expect((await api.json<Listed>(tried)).recommendations).toHaveLength(10)
    const built = `{"constructor":{"prototype":{"n":3}},"ratings":[{"item":${item},"rating":5}]}`
    expect((await fold(built)).status).toBe(400)
    const nested = `{"ratings":[{"item":${item},"__proto__":{"rating":5}}]}`
    expect((await fold(nested)).status).toBe(400)
    expect((await listed()).recommendations).toHaveLength(10)
  })

  it.each([
    '/api/models/1%0d%0aX-Evil:%201/file',
    '/api/models/1%22;filename=evil/file',
    '/api/models/..%2f..%2fdemo.sqlite/file',
    '/api/models/%2e%2e/%2e%2e/demo.sqlite/file',
    '/lesson/pictures/..%2f..%2f..%2fREADME.md',
    '/reference/..%2f..%2fREADME.md',
    '/reference/../../pnpm-workspace.yaml',
    '/reference/%2e%2e/%2e%2e/pnpm-workspace.yaml',
  ])('%s leads to nothing', async (path) => {
    const { status, headers, body } = await raw(path, from('198.51.100.10'))
    expect([400, 404]).toContain(status)
    expect(headers).not.toHaveProperty('x-evil')
    expect(headers).not.toHaveProperty('content-disposition')
    expect(body).not.toMatch(/SQLite format|fast\.ai-style training in TypeScript\. Train|packages\/\*/)
  })

  it('is shown as text', async () => {
    const page = await (await get(`/rate?q=${encodeURIComponent(injected)}`, from('198.51.100.14'))).text()
    expect(page).toContain('&lt;script&gt;alert(1)')
    expect(page).not.toContain(injected)
  })

  it('of another’s cookie tells nothing', async () => {
    for (const visitor of ['', '.', 'a.b', `${'A'.repeat(22)}.${'B'.repeat(43)}`]) {
      const response = await get('/rate/export', { cookie: `visitor=${visitor}`, ...from('198.51.100.11') })
      expect(await response.json()).toMatchObject({ ratings: [] })
    }
  })
})

describe('answers of every kind', () => {
  const client = from('198.51.100.15')

  it('leave nothing to a browser’s guesses, and stand in no frame', async () => {
    const page = await (await get('/', client)).text()
    const [style] = /\/_next\/static\/[^"]+\.css/.exec(page)!
    const tooLarge = api.post('/rate', { filler: 'x'.repeat(70_000) }, client)
    const foreign = api.post('/rate', {}, { ...client, origin: 'https://elsewhere.example' })
    const answers = [
      ...['/', '/nothing-here', '/rate/export', '/reference/index.html'].map((path) => get(path, client)),
      ...['/api/runs', '/api/runs/99999', '/api/models/1/file', '/healthz'].map((path) => get(path, client)),
      ...[style, '/metrics', '/icon.svg'].map((path) => get(path, client)),
      tooLarge,
      foreign,
    ]
    for (const { url, status, headers } of await Promise.all(answers)) {
      const policy = headers.get('content-security-policy')!
      expect([url, status, headers.get('x-content-type-options')]).toEqual([url, status, 'nosniff'])
      expect([url, headers.get('referrer-policy')]).toEqual([url, 'same-origin'])
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect([url, policy]).toEqual([url, expect.stringContaining(part)])
      expect([url, policy]).toEqual([url, expect.not.stringContaining(',')]) // one policy, and not two
    }
  })

  it('with a visitor’s ratings are kept by no cache', async () => {
    for (const path of ['/rate', '/recommendations', '/rate/export']) {
      const { headers } = await get(path, client)
      expect([path, headers.get('cache-control')]).toEqual([path, expect.stringContaining('no-store')])
    }
  })

  it('set a session’s cookie for encrypted connections alone, where there is one', async () => {
    const signIn = async (protocol: string) => {
      const response = await fetch(`${site.address}/api/session`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: site.address, 'x-forwarded-proto': protocol, ...client },
        body: new URLSearchParams({ token }),
      })
      return response.headers.get('set-cookie')!
    }
    expect(await signIn('https')).toMatch(/; Secure/i)
    expect(await signIn('http')).not.toMatch(/; Secure/i)
  })
})

describe('the log', () => {
  const lines = () =>
    site
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('has a line a request, with the id that it brought', async () => {
    const response = await get('/api/runs?secret=1', {
      'x-request-id': 'caller-0042',
      ...from('198.51.100.12'),
    })
    expect(response.headers.get('x-request-id')).toBe('caller-0042')
    await expect
      .poll(() => lines().find(({ id }) => id === 'caller-0042'))
      .toMatchObject({
        client: '198.51.100.12',
        method: 'GET',
        path: '/api/runs',
      })
    expect(site.output()).not.toContain('secret=1')
    expect(site.output()).not.toContain(token)
  })

  it('tells who signed in, who did not, and who was refused', async () => {
    const client = '198.51.100.16'
    const ask = (id: string, path: string, body?: URLSearchParams) =>
      fetch(site.address + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: site.address, 'x-request-id': id, ...from(client) },
        ...(body && { body }),
      })
    await ask('signs-in-wrong', '/api/session', new URLSearchParams({ token: 'wrong' }))
    await ask('signs-in-right', '/api/session', new URLSearchParams({ token }))
    await ask('is-nobody', '/api/training')
    const told = (id: string) => lines().filter((line) => line['id'] === id)
    await expect.poll(() => told('is-nobody')).toMatchObject([{ client, path: '/api/training', status: 401 }])
    expect(told('signs-in-wrong')[0]).toMatchObject({ client, level: 40, msg: 'signing in failed' })
    expect(told('signs-in-right')[0]).toMatchObject({ client, level: 30, msg: 'signed in' })
  })

  it('takes no line and no id from outside', async () => {
    const before = lines().length
    const forged = '/x%0a%7B%22level%22:30,%22msg%22:%22forged%22%7D'
    const { headers } = await raw(forged, { 'x-request-id': 'a b"} {"', ...from('198.51.100.13') })
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
    await expect
      .poll(() =>
        lines()
          .slice(before)
          .map(({ path }) => path),
      )
      .toContain(forged)
    expect(lines().filter(({ msg }) => msg === 'forged')).toEqual([])
  })
})

describe('/metrics', () => {
  it('tells programs of this machine, and those with the token', async () => {
    const response = await get('/metrics')
    expect(response.headers.get('content-type')).toContain('text/plain')
    const figures = await response.text()
    for (const line of [
      /^http_requests_total\{method="GET",status="200"\} \d+$/m,
      /^http_request_duration_seconds_bucket\{le="0\.1",method="GET"\} \d+$/m,
      /^nodejs_eventloop_lag_p99_seconds \S+$/m,
      /^onecycle_jobs\{state="done"\} \d+$/m,
      /^onecycle_serving_model_version 1$/m,
    ]) {
      expect(figures).toMatch(line)
    }
    const outside = { host: 'films.example' }
    expect((await raw('/metrics', outside)).status).toBe(404)
    expect((await raw('/metrics', { ...outside, authorization: 'Bearer wrong' })).status).toBe(404)
    expect((await raw('/metrics', { ...outside, ...shown })).status).toBe(200)
  })
})
