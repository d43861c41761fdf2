import { OnecycleError } from '@onecycle/tensor-core'

/** @throws OnecycleError `BAD_COUNT` for the first that is not an integer of at least 1 */
export function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, n] of Object.entries(counts)) {
    if (Number.isInteger(n) && n >= 1) continue
    throw new OnecycleError('BAD_COUNT', `${name} is ${n}; expected an integer of at least 1`, { name, n })
  }
}
