import { isIPv4 } from 'node:net'
import { OnecycleError } from '@onecycle/tensor-core'

/** Whether only this machine can reach a server there. */
export const isLoopback = (hostname: string): boolean => {
  const name = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIPv4(name) && name.startsWith('127.'))
  )
}

/** Shorter ones could be found by trying. */
const shortestToken = 16

/** How many different characters it has at least. */
const fewestCharacters = 6

/**
 * The token that whoever trains, promotes or rolls back must show; null where none is set.
 *
 * @throws OnecycleError `WEAK_TOKEN`
 */
export function adminToken(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const token = env['ONECYCLE_ADMIN_TOKEN']
  if (!token) return null
  if (token.length < shortestToken) {
    throw new OnecycleError(
      'WEAK_TOKEN',
      `ONECYCLE_ADMIN_TOKEN has ${token.length} characters; expected at least ${shortestToken}`,
    )
  }
  if (new Set(token).size < fewestCharacters || /change.?me|secret|password|token/i.test(token)) {
    throw new OnecycleError(
      'WEAK_TOKEN',
      'ONECYCLE_ADMIN_TOKEN looks like an example, or repeats itself; make one: openssl rand -hex 32',
    )
  }
  return token
}

/** Refuses to serve strangers while anyone may train. @throws OnecycleError `PUBLIC_WITHOUT_TOKEN`, `WEAK_TOKEN` */
export function checkAddress(
  host: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  if (adminToken(env) !== null || isLoopback(host)) return
  const message =
    `HOST is ${host}, where others can reach the site: set ONECYCLE_ADMIN_TOKEN to a secret of at least ` +
    `${shortestToken} characters, which training and promoting will then ask for, or leave HOST at 127.0.0.1`
  throw new OnecycleError('PUBLIC_WITHOUT_TOKEN', message, { host })
}
