import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export interface LoadOptions {
  readonly port: number
  readonly pathOf: (request: number) => string
  readonly perSecond: number
  readonly seconds: number
}

/**
 * Sends requests at a steady rate, whether or not the ones before are answered.
 *
 * @returns the latency of each in milliseconds, from when it was due to its last byte
 */
export async function load({
  port,
  pathOf,
  perSecond,
  seconds,
}: LoadOptions): Promise<{ readonly latencies: number[]; readonly failed: number }> {
  const agent = new Agent({ keepAlive: true })
  const began = performance.now()
  const latencies: number[] = []
  let failed = 0
  const ask = (path: string, due: number) =>
    new Promise<void>((resolve) => {
      const over = (isGood: boolean) => {
        latencies.push(performance.now() - due)
        if (!isGood) failed++
        resolve()
      }
      get({ port, path, agent, host: '127.0.0.1' }, (response) => {
        response.resume().on('end', () => over(response.statusCode === 200))
      }).on('error', () => over(false))
    })
  const asked: Promise<void>[] = []
  for (let request = 0; request < perSecond * seconds; request++) {
    const due = began + (1000 * request) / perSecond
    const early = due - performance.now()
    if (early > 1) await sleep(early)
    asked.push(ask(pathOf(request), due))
  }
  await Promise.all(asked)
  agent.destroy()
  return { latencies, failed }
}
