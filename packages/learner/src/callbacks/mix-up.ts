import { ndArray, OnecycleError, type Generator, type NdArray } from '@onecycle/tensor-core'
import type { Callback } from '../callback.ts'
import { anything, checkOptions, integerFrom, numberAbove } from '../check-options.ts'
import { drawBeta } from './beta.ts'

export interface MixUpOptions {
  readonly rng: Generator
  /** Of the beta distribution of the shares; the smaller, the less is mixed. Default 0.4. */
  readonly alpha?: number
  /** How many classes there are: needed where targets are class numbers. */
  readonly classes?: number
}

/**
 * Trains on mixtures of rows (Zhang, Cisse, Dauphin and Lopez-Paz 2018): each row of a batch is mixed with
 * another one that chance picks from the same batch,
 *
 *     x <- t x + (1 - t) x',   y <- t y + (1 - t) y',   t = max(s, 1 - s), s drawn from Beta(alpha, alpha)
 *
 * with a share t of its own for each row, as in fast.ai. Inputs are float. Class numbers `[batch]` become
 * shares of classes, float `[batch, classes]`, for a loss that takes them (`crossEntropy` does); float targets
 * are mixed as they are. Validation sees the rows unmixed.
 *
 * @throws OnecycleError `BAD_OPTION`; in the fit `MIX_UP` for inputs that are not float or class numbers where
 *   `classes` is not given or too small
 */
export function mixUp(options: MixUpOptions): Callback {
  checkOptions('mixUp', options, { rng: anything, alpha: numberAbove(0), classes: integerFrom(2) })
  const { rng, alpha = 0.4, classes } = options
  return {
    name: 'mixUp',
    beforeBatch(context) {
      const { inputs, targets, size } = context.data!
      const partners = rng.permutation(size)
      const shares = Float64Array.from({ length: size }, () => {
        const share = drawBeta(rng, alpha, alpha)
        return Math.max(share, 1 - share)
      })
      const soft = targets.data instanceof Float32Array ? targets : sharesOfClasses(targets, classes)
      context.data = {
        inputs: inputs.map((input, i) => mixRows(float(input, i), partners, shares)),
        targets: mixRows(soft, partners, shares),
        size,
      }
    },
  }
}

/** Row i becomes shares[i] of itself and the rest of row partners[i]. */
function mixRows({ data, shape }: NdArray, partners: Uint32Array, shares: Float64Array): NdArray {
  const width = data.length / partners.length
  const mixed = new Float32Array(data.length)
  for (const [row, partner] of partners.entries()) {
    const share = shares[row]!
    for (let i = 0; i < width; i++) {
      mixed[row * width + i] = share * data[row * width + i]! + (1 - share) * data[partner * width + i]!
    }
  }
  return ndArray(mixed, shape)
}

/** Class numbers `[batch]` as one-hot rows `[batch, classes]`. */
function sharesOfClasses({ data }: NdArray, classes: number | undefined): NdArray {
  if (classes === undefined)
    throw new OnecycleError('MIX_UP', 'mixUp: the targets are class numbers; give the option `classes`')
  const shares = new Float32Array(data.length * classes)
  for (const [row, c] of data.entries()) {
    if (c < 0 || c >= classes) {
      throw new OnecycleError('MIX_UP', `mixUp: a target is ${c}; expected 0 to ${classes - 1} (classes)`, {
        target: c,
        classes,
      })
    }
    shares[row * classes + c] = 1
  }
  return ndArray(shares, [data.length, classes])
}

function float(input: NdArray, i: number): NdArray {
  if (input.data instanceof Float32Array) return input
  throw new OnecycleError(
    'MIX_UP',
    `mixUp: input ${i} is a ${input.data.constructor.name}; only float inputs can be mixed`,
    { input: i },
  )
}
