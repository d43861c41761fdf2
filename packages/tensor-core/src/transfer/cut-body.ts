import { OnecycleError } from '../errors.ts'
import { Sequential } from '../layers/sequential.ts'

/**
 * The first layers of a trained model, without those made for its old task. The layers are shared with
 * `model`, not copied.
 *
 * @param cut where to cut: `2` keeps the first two layers, `-2` leaves the last two out
 * @throws OnecycleError `BAD_CUT` when that keeps nothing, or there are not so many layers
 */
export function cutBody(model: Sequential, cut: number): Sequential {
  const count = model.layers.length
  const kept = cut < 0 ? count + cut : cut
  if (!Number.isInteger(cut) || kept < 1 || kept > count) {
    throw new OnecycleError(
      'BAD_CUT',
      `cut is ${cut}; a model of ${count} layers can be cut at 1 to ${count}, or at ${1 - count} to -1`,
      { cut, count },
    )
  }
  return new Sequential(...model.layers.slice(0, kept))
}
