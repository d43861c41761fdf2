import { parseBackends } from '@onecycle/tensor-core'

/**
 * The backends named by the variable `ONECYCLE_BACKEND` (one, or several with commas), for `initBackend`.
 *
 * @returns `auto` where the variable is not set
 * @throws OnecycleError `UNKNOWN_BACKEND`
 */
export function backendsFromEnvironment(
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const names = (env['ONECYCLE_BACKEND'] || 'auto').split(',').map((name) => name.trim())
  parseBackends(names)
  return names
}
