import { pino, type DestinationStream, type Logger } from 'pino'
import { once } from './once.ts'

/** Of the site's process; it says nothing of requests unless `ONECYCLE_LOG_LEVEL` asks for that. */
export const siteLog = (): Logger => once('log', () => logOf('site', 'error'))

export const trainerLog = (): Logger => logOf('trainer', 'info')

/** Tells machines what happens, a line of JSON each; in a terminal, people. `ONECYCLE_LOG_LEVEL` is for both processes. */
function logOf(name: 'site' | 'trainer', level: string): Logger {
  const options = { level: process.env['ONECYCLE_LOG_LEVEL'] ?? level, base: { process: name } }
  return process.stdout.isTTY ? pino(options, terminal) : pino(options)
}

const terminal: DestinationStream = {
  write: (line) => void process.stdout.write(readable(JSON.parse(line) as Record<string, unknown>)),
}

/** What a line of the log says to people: who, what, and the rest. */
export function readable({
  process,
  msg,
  err,
  level: _,
  time: __,
  ...rest
}: Record<string, unknown>): string {
  const more = Object.entries(rest).map(([name, value]) => ` ${name}=${String(value)}`)
  const { stack } = (err ?? {}) as { stack?: string }
  return `${String(process).padEnd(8)} ${String(msg)}${more.join('')}\n${stack ? `${stack}\n` : ''}`
}
