import { formatTable, ndArray, OnecycleError, tf, type Loss, type NdArray } from '@onecycle/tensor-core'
import type { DataLoader } from './data/data-loader.ts'
import type { TrainStep } from './train-step.ts'

export interface Predictions {
  /** After the activation that belongs to the loss, `[rows, ...]`. */
  readonly predictions: NdArray<Float32Array>
  /** `[rows, ...]` */
  readonly targets: NdArray
}

/** Predictions for all rows of a loader. @throws OnecycleError `EMPTY_DATASET` */
export async function predictAll(step: TrainStep, loader: DataLoader, lossFn: Loss): Promise<Predictions> {
  const outputs: NdArray[] = []
  const targets: NdArray[] = []
  for (const batch of loader) {
    outputs.push(await activate(await step.predict(batch.inputs), lossFn))
    targets.push(batch.targets)
  }
  if (outputs.length === 0) throw new OnecycleError('EMPTY_DATASET', 'there are no rows to predict')
  return { predictions: concatenate(outputs) as NdArray<Float32Array>, targets: concatenate(targets) }
}

const warned = new WeakSet<Loss>()

/** What the loss's activation makes of raw outputs. */
export async function activate(outputs: NdArray, lossFn: Loss): Promise<NdArray> {
  const { activation } = lossFn
  if (activation === undefined && !warned.has(lossFn)) {
    warned.add(lossFn)
    console.warn(
      'onecycle: this loss names no activation, so predictions are the raw outputs of the model. ' +
        'Give it one, Object.assign(loss, { activation: softmax }), or activation: null if it needs none.',
    )
  }
  if (!activation) return outputs
  const activated = tf.tidy(() => activation(tf.tensor(outputs.data, [...outputs.shape])))
  const data = (await activated.data()) as Float32Array
  activated.dispose()
  return ndArray(data, outputs.shape)
}

/** Arrays one after the other along their first side. */
function concatenate(arrays: readonly NdArray[]): NdArray {
  const first = arrays[0]!
  const rows = arrays.reduce((sum, { shape }) => sum + shape[0]!, 0)
  const length = arrays.reduce((sum, { data }) => sum + data.length, 0)
  const all = new (first.data.constructor as new (length: number) => typeof first.data)(length)
  let at = 0
  for (const { data } of arrays) {
    all.set(data, at)
    at += data.length
  }
  return ndArray(all, [rows, ...first.shape.slice(1)])
}

/** The first `n` rows, target beside prediction; of several outputs, the largest and its value. */
export function resultsTable({ predictions, targets }: Predictions, n: number): string {
  const width = predictions.data.length / predictions.shape[0]!
  const rows = Array.from(targets.data.subarray(0, n), (target, row) => {
    const outputs = predictions.data.subarray(row * width, (row + 1) * width)
    const best = outputs.reduce((top, value, i) => (value > outputs[top]! ? i : top), 0)
    const value = Number(outputs[best]!.toFixed(4))
    return width === 1 ? [target, value] : [target, best, value]
  })
  return formatTable(width === 1 ? ['target', 'prediction'] : ['target', 'prediction', 'probability'], rows)
}
