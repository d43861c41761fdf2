import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { z } from 'zod'
import { jobStatuses } from '../../lib/run-events.ts'
import type { Store } from '../store.ts'

const counted = z.array(z.object({ status: z.enum(jobStatuses), count: z.coerce.number() }))

export interface Metrics {
  /** A request is answered. */
  answered(method: string, status: number, seconds: number): void
  /** All figures, in Prometheus' text format. */
  text(): Promise<string>
}

/** What the site counts, with the state of its jobs and Node's own figures (event-loop delay, memory). */
export function siteMetrics(store: () => Store, serving: () => Promise<{ version: number } | null>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'status'] as const
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests',
    labelNames,
    registers,
  })
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From a request to the end of its answer; streams of events are not in it',
    labelNames: ['method'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  new Gauge({
    name: 'onecycle_jobs',
    help: 'Jobs by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset()
      for (const state of jobStatuses) this.set({ state }, 0)
      const rows = await store().all('SELECT status, count(*) AS count FROM jobs GROUP BY status')
      for (const { status, count } of counted.parse(rows)) this.set({ state: status }, count)
    },
  })
  new Gauge({
    name: 'onecycle_serving_model_version',
    help: 'Version of the model that serves here; 0 where there is none',
    registers,
    async collect() {
      this.set((await serving().catch(() => null))?.version ?? 0)
    },
  })
  return {
    answered(method, status, duration) {
      requests.inc({ method, status })
      if (status !== 101) seconds.observe({ method }, duration)
    },
    text: () => registry.metrics(),
  }
}
