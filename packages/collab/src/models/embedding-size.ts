import { OnecycleError } from '@onecycle/tensor-core'

/**
 * How wide an embedding of `n` categories should be, the unknown one included: min(600, round(1.6 n^0.56)),
 * a rule found by experiment. (fast.ai 1.0.30 and later.)
 *
 * @example embeddingSize(944) // 74
 * @throws OnecycleError `BAD_COUNT`
 */
export function embeddingSize(n: number): number {
  if (!Number.isInteger(n) || n < 1)
    throw new OnecycleError('BAD_COUNT', `embeddingSize(${n}): expected an integer of at least 1`, { n })
  return Math.min(600, Math.round(1.6 * n ** 0.56))
}
