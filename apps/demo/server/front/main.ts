/**
 * The site: Next's server behind a front that counts, limits and logs.
 *
 *     HOST=127.0.0.1 PORT=3000 node server/front/main.ts
 *
 * On SIGTERM or SIGINT it takes no more requests, lets those under way end, and is gone within seconds.
 */
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import next from 'next'
import { OnecycleError } from '@onecycle/tensor-core'
import { adminToken, checkAddress } from '../address.ts'
import { oldRatingsFile, visitorKeyFile } from '../home.ts'
import { siteLog } from '../log.ts'
import { parsePort } from '../port.ts'
import { served, siteModel, siteStore } from '../served.ts'
import { storeTarget } from '../store.ts'
import { takeOverRatings } from '../take-over-ratings.ts'
import { visitorKey } from '../visitor-id.ts'
import { front } from './front.ts'
import { siteMetrics } from './metrics.ts'

/** How long requests under way have to end, in milliseconds. */
const patience = 3000

const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort())

async function main(): Promise<void> {
  const host = process.env['HOST'] ?? '127.0.0.1'
  const port = parsePort(process.env['PORT'] ?? '3000')
  checkAddress(host)
  storeTarget()
  await takeOverRatings(siteStore(), oldRatingsFile())
  visitorKey(visitorKeyFile())
  const log = siteLog()
  const app = next({ dir: join(import.meta.dirname, '..', '..'), hostname: host, port })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = front({
    site: (request, response) => handle(request, response),
    log,
    metrics: siteMetrics(siteStore, served),
    token: adminToken(),
    behindProxy: process.env['ONECYCLE_TRUST_PROXY'] === '1',
  })
  siteModel() // which begins to load it
  server.listen(port, host)
  await once(server, 'listening')
  log.info({ host, port }, 'listening')
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort')
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  server.endStreams() // browsers come back to them by themselves
  await Promise.race([closed, sleep(patience)])
  server.closeAllConnections()
  log.info('stopped')
}

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(OnecycleError.is(error) ? error.message : error)
  process.exit(1)
}
