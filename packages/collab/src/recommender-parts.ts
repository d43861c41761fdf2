import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import type { YRange } from './models/embedding-dot-bias.ts'
import type { RatedItems } from './rated-items.ts'
import type { RatedVocabulary } from './rated-vocabulary.ts'
import { shownJson } from './shown-json.ts'

/** Everything a recommender consists of: plain arrays. Row 0 of each table belongs to the unknown id. */
export interface RecommenderParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly rated: RatedItems
  /** `[users, factors]` */
  readonly userWeight: NdArray<Float32Array>
  /** `[items, factors]` */
  readonly itemWeight: NdArray<Float32Array>
  /** `[users]` */
  readonly userBias: Float32Array
  /** `[items]` */
  readonly itemBias: Float32Array
  readonly yRange: YRange | null
  /** Free text that travels with the model: its data, its loss, ... */
  readonly metadata: Readonly<Record<string, string>>
}

/** @throws OnecycleError `BAD_MODEL` when sizes do not fit together or a number is not finite */
export function checkParts(parts: RecommenderParts): void {
  const { users, items, rated, userWeight, itemWeight, userBias, itemBias, yRange } = parts
  const factors = userWeight.shape[1] ?? NaN
  checkSizes([
    ['userWeight', userWeight.shape, [users.size, factors]],
    ['itemWeight', itemWeight.shape, [items.size, factors]],
    ['userBias', [userBias.length], [users.size]],
    ['itemBias', [itemBias.length], [items.size]],
    ['rated.offsets', [rated.offsets.length], [users.size + 1]],
  ])
  checkFinite({ userWeight: userWeight.data, itemWeight: itemWeight.data, userBias, itemBias })
  checkRange(yRange)
}

/** Sizes as they are and as they should be, each with its name. @throws OnecycleError `BAD_MODEL` */
export function checkSizes(
  sizes: readonly (readonly [name: string, actual: readonly number[], wanted: readonly number[]])[],
): void {
  for (const [name, actual, wanted] of sizes) {
    if (actual.join() === wanted.join()) continue
    throw new OnecycleError(
      'BAD_MODEL',
      `${name} is [${actual.join(', ')}]; expected [${wanted.join(', ')}]`,
      { name, actual, wanted },
    )
  }
}

/** @throws OnecycleError `BAD_MODEL` naming the first number that is not finite */
export function checkFinite(arrays: Readonly<Record<string, Float32Array>>): void {
  for (const [name, values] of Object.entries(arrays)) {
    const at = values.findIndex((value) => !Number.isFinite(value))
    if (at < 0) continue
    throw new OnecycleError(
      'BAD_MODEL',
      `${name} has ${values[at]} at position ${at}; expected finite numbers`,
      { name, at },
    )
  }
}

/** @throws OnecycleError `BAD_MODEL` */
export function checkRange(yRange: unknown): asserts yRange is YRange | null {
  if (yRange === null) return
  const [low, high] = Array.isArray(yRange) && yRange.length === 2 ? (yRange as unknown[]) : []
  if (Number.isFinite(low) && Number.isFinite(high) && (low as number) < (high as number)) return
  throw new OnecycleError(
    'BAD_MODEL',
    `yRange is ${shownJson(yRange)}; expected null, or [low, high] with low < high`,
    { yRange },
  )
}
