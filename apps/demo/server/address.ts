import { isIPv4 } from 'node:net'
import { OnecycleError } from '@onecycle/tensor-core'
import { secretOf, shortestSecret } from './secret.ts'

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

/**
 * The token that whoever trains, promotes or rolls back must show; null where none is set.
 *
 * @throws OnecycleError `WEAK_SECRET`
 */
export const adminToken = (env?: Readonly<Record<string, string | undefined>>): string | null =>
  secretOf('ONECYCLE_ADMIN_TOKEN', env)

/** Refuses to serve strangers while anyone may train. @throws OnecycleError `PUBLIC_WITHOUT_TOKEN`, `WEAK_SECRET` */
export function checkAddress(
  host: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): void {
  if (adminToken(env) !== null || isLoopback(host)) return
  const message =
    `HOST is ${host}, where others can reach the site: set ONECYCLE_ADMIN_TOKEN to a secret of at least ` +
    `${shortestSecret} characters, which training and promoting will then ask for, or leave HOST at 127.0.0.1`
  throw new OnecycleError('PUBLIC_WITHOUT_TOKEN', message, { host })
}
