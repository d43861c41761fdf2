import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const bytes = 32

/** The site's secret: made on first start, readable by its owner alone. */
export function readOrMakeKey(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, randomBytes(bytes), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return readFileSync(file)
}

/** A visitor whom nobody has seen before. */
export const newVisitor = (): string => randomBytes(16).toString('base64url')

/** The visitor's name as a cookie: signed, so that nobody can write another's. */
export const sign = (visitor: string, key: Buffer): string => `${visitor}.${signatureOf(visitor, key)}`

/** The visitor that a cookie names; null where this site has not written it. */
export function verify(cookie: string | undefined, key: Buffer): string | null {
  const [visitor, signature, ...more] = cookie?.split('.') ?? []
  if (!visitor || signature === undefined || more.length > 0) return null
  const given = Buffer.from(signature)
  const wanted = Buffer.from(signatureOf(visitor, key))
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? visitor : null
}

const signatureOf = (visitor: string, key: Buffer) =>
  createHmac('sha256', key).update(`visitor ${visitor}`).digest('base64url')
