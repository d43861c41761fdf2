import { randomUUID } from 'node:crypto'

/** The id under which a request is logged: the one it brings, where that is a plain word, else a new one. */
export const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID()
