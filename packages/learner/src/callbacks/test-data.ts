import { crossEntropy, Generator, Linear, ndArray, ReLU, Sequential } from '@onecycle/tensor-core'
import type { Callback, FitContext } from '../callback.ts'
import { DataLoaders } from '../data/data-loaders.ts'
import { TensorDataset } from '../data/tensor-dataset.ts'
import { Learner } from '../learner.ts'
import { accuracy } from '../metrics/accuracy.ts'

/** For tests: points in the plane; the class is the side of the diagonal. */
function halves(n: number, seed: number): TensorDataset {
  const rng = new Generator(seed)
  const x = Float32Array.from({ length: 2 * n }, () => 2 * rng.uniform() - 1)
  return new TensorDataset(
    ndArray(x, [n, 2]),
    ndArray(Int32Array.from({ length: n }, (_, i) => (x[2 * i]! > x[2 * i + 1]! ? 1 : 0))),
  )
}

/** A learner of 8 batches of 8 an epoch. */
export function smallLearner(callbacks: Callback[] = [], batchSize = 8): Learner {
  const rng = new Generator(1)
  const model = new Sequential(new Linear(2, 6, { rng }), new ReLU(), new Linear(6, 2, { rng }))
  const dls = new DataLoaders(halves(64, 1), halves(20, 2), { batchSize })
  return new Learner(dls, model, { lossFn: crossEntropy, metrics: [accuracy], callbacks })
}

/** A learner's parameters in host memory. */
export const valuesOf = (learn: Learner): Promise<Float32Array[]> =>
  Promise.all(learn.model.parameters().map((parameter) => parameter.data()))

/** Runs the epochs of a fit for a callback, with these validation losses; how many it let pass. */
export async function epochsWith(callback: Callback, validLosses: readonly number[]): Promise<number> {
  const stops: number[] = []
  for (const [epoch, validLoss] of validLosses.entries()) {
    const context = { epoch, trainLoss: 1, validLoss, metrics: {}, stop: () => stops.push(epoch) }
    if (epoch === 0) await callback.beforeFit?.(context as unknown as FitContext)
    await callback.afterEpoch?.(context as unknown as FitContext)
    if (stops.length > 0) break
  }
  return (stops[0] ?? validLosses.length - 1) + 1
}
