import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import { secretOf } from './secret.ts'

const bytes = 32

/**
 * What visitors' cookies are signed with: `$ONECYCLE_VISITOR_KEY`, which machines can share, or the file's
 * content. The file is made on first start, readable by its owner alone.
 *
 * @throws OnecycleError `WEAK_SECRET`, `NO_VISITOR_KEY`
 */
export function visitorKey(file: string, env?: Readonly<Record<string, string | undefined>>): Buffer {
  const shared = secretOf('ONECYCLE_VISITOR_KEY', env)
  if (shared !== null) return Buffer.from(shared)
  if (!existsSync(file)) makeKey(file)
  return readFileSync(file)
}

/** Whole or not at all, and once: another process may do so at the same moment. */
function makeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const own = `${file}.${randomBytes(8).toString('hex')}`
  try {
    writeFileSync(own, randomBytes(bytes), { mode: 0o600, flush: true })
    linkSync(own, file)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'EEXIST') return
    const message = `cannot make the key of visitors' cookies: ${error.message}; may this account write there?`
    throw new OnecycleError('NO_VISITOR_KEY', message, { file }, error)
  } finally {
    rmSync(own, { force: true })
  }
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
