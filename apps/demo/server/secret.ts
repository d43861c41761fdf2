import { OnecycleError } from '@onecycle/tensor-core'

/** Shorter ones could be found by trying. */
export const shortestSecret = 16

/** How many different characters it has at least. */
const fewestCharacters = 6

/**
 * The secret that an environment variable holds; null where it is not set.
 *
 * @throws OnecycleError `WEAK_SECRET`
 */
export function secretOf(
  name: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const secret = env[name]
  if (!secret) return null
  if (secret.length < shortestSecret) {
    throw new OnecycleError(
      'WEAK_SECRET',
      `${name} has ${secret.length} characters; expected at least ${shortestSecret}`,
    )
  }
  if (new Set(secret).size < fewestCharacters || /change.?me|secret|password|token/i.test(secret)) {
    throw new OnecycleError(
      'WEAK_SECRET',
      `${name} looks like an example, or repeats itself; make one: openssl rand -hex 32`,
    )
  }
  return secret
}
