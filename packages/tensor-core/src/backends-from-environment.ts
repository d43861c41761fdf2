import { parseBackends, type BackendName } from '@onecycle/tensor-core'

/**
 * The backends named by the variable `ONECYCLE_BACKEND` (one, or several with commas), for `initBackend`.
 *
 * @returns all backends where the variable is not set
 * @throws OnecycleError `UNKNOWN_BACKEND`
 */
export const backendsFromEnvironment = (
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly BackendName[] =>
  parseBackends((env['ONECYCLE_BACKEND'] || 'auto').split(',').map((name) => name.trim()))
