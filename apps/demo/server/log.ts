import { pino, type Logger } from 'pino'
import { once } from './once.ts'

/** What the site's process tells machines: a line of JSON each. `ONECYCLE_LOG_LEVEL`, by default `error`. */
export const siteLog = (): Logger =>
  once('log', () => pino({ level: process.env['ONECYCLE_LOG_LEVEL'] ?? 'error', base: { process: 'site' } }))
