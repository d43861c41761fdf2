import { pino, type Logger } from 'pino'

export interface Logged {
  readonly msg: string
  readonly job?: number
}

/** A log whose lines tests can read. */
export const logInto = (lines: Logged[]): Logger =>
  pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line) as Logged) })
