import { OnecycleError } from '@onecycle/tensor-core'

/** @throws OnecycleError `BAD_OPTION` for the first that is not a number of at least 0 */
export function checkNotNegative(options: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isFinite(value) && value >= 0) continue
    throw new OnecycleError('BAD_OPTION', `${name} is ${value}; expected a number of at least 0`, {
      name,
      value,
    })
  }
}
