import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoadOptions {
  readonly port: number
  readonly pathOf: (request: number) => string
  readonly requests: number
}

export interface Answers {
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[]
  /** How many were answered with a status; `no answer` where there was none. */
  readonly statuses: ReadonlyMap<string, number>
  readonly seconds: number
}

/**
 * Sends requests at a steady rate, whether or not the ones before are answered. Latencies are counted from when
 * a request was due to its last byte.
 */
export const atRate = (perSecond: number, options: LoadOptions): Promise<Answers> =>
  loaded(options, Infinity, async (send) => {
    const began = performance.now()
    const sent: Promise<void>[] = []
    for (let request = 0; request < options.requests; request++) {
      const due = began + (1000 * request) / perSecond
      const early = due - performance.now()
      if (early > 1) await sleep(early)
      sent.push(send(request, due))
    }
    await Promise.all(sent)
  })

/** Sends requests on some connections, each as soon as the one before is answered: as many as the site takes. */
export const atSaturation = (connections: number, options: LoadOptions): Promise<Answers> =>
  loaded(options, connections, async (send) => {
    let next = 0
    const inTurns = async () => {
      while (next < options.requests) await send(next++, performance.now())
    }
    await Promise.all(Array.from({ length: connections }, inTurns))
  })

async function loaded(
  { port, pathOf }: LoadOptions,
  maxSockets: number,
  run: (send: (request: number, due: number) => Promise<void>) => Promise<void>,
): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets })
  const latencies: number[] = []
  const statuses = new Map<string, number>()
  const send = (request: number, due: number) =>
    new Promise<void>((resolve) => {
      const over = (status: string) => {
        latencies.push(performance.now() - due)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        resolve()
      }
      get({ port, path: pathOf(request), agent, host: '127.0.0.1' }, (response) => {
        response
          .resume()
          .on('end', () => over(String(response.statusCode)))
          .on('error', () => over('no answer'))
      }).on('error', () => over('no answer'))
    })
  const began = performance.now()
  await run(send)
  agent.destroy()
  return { latencies, statuses, seconds: (performance.now() - began) / 1000 }
}
