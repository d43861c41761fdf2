import { expect, vi } from 'vitest'
import type { Site } from './site.ts'

export interface ToldRun {
  readonly id: number
  readonly status: string
  readonly points: readonly (readonly number[])[]
  readonly epochs: readonly { readonly epoch: number; readonly validLoss: number }[]
  readonly model: { readonly version: number; readonly serves: boolean } | null
}

/** Asks a site as a program does. */
export const apiOf = ({ address }: Pick<Site, 'address'>) => {
  const post = (path: string, body: unknown = {}, headers: Record<string, string> = { origin: address }) =>
    fetch(address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const get = (path: string) => fetch(address + path)
  const json = async <T>(response: Response | Promise<Response>) => (await (await response).json()) as T
  const run = (id: number) => json<ToldRun>(get(`/api/runs/${id}`))
  return {
    post,
    get,
    json,
    run,
    async train(recipe: object): Promise<number> {
      const response = await post('/api/training', recipe)
      expect(response.status).toBe(202)
      return (await json<{ runs: [number] }>(response)).runs[0]
    },
    /** Waits for a status of a run. */
    async until(id: number, status: string, timeout = 120_000): Promise<ToldRun> {
      await expect.poll(async () => (await run(id)).status, { timeout, interval: 50 }).toBe(status)
      return run(id)
    },
    async ready(): Promise<void> {
      await vi.waitFor(async () => expect((await get('/readyz')).status).toBe(200), { timeout: 120_000 })
    },
    async file(version: number): Promise<Buffer> {
      const response = await get(`/api/models/${version}/file`)
      expect(response.status).toBe(200)
      return Buffer.from(await response.arrayBuffer())
    },
  }
}

/** Reads server-sent events until there are enough, or until the stream ends. */
export async function readEvents(response: Response, enough: (ids: readonly number[]) => boolean) {
  const ids: number[] = []
  const data: Record<string, unknown>[] = []
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)
      if (!id) continue
      ids.push(Number(id[1]))
      data.push(JSON.parse(/^data: (.*)$/m.exec(block)![1]!) as Record<string, unknown>)
    }
    if (enough(ids)) break // which cancels the stream
  }
  return { ids, data }
}
