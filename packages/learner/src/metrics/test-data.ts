import { ndArray, type NdArray } from '@onecycle/tensor-core'
import type { Metric } from './metric.ts'

/** For tests: arrays from plain numbers, and a metric over batches of them. */
export const floats = (...values: number[]): NdArray => ndArray(Float32Array.from(values))

export const classes = (...values: number[]): NdArray => ndArray(Int32Array.from(values))

export const outputs = (rows: number[][]): NdArray =>
  ndArray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length])

/** The outputs of a model that is sure of the class of each row. */
export const sureOf = (count: number, ...predicted: number[]): NdArray =>
  outputs(predicted.map((c) => Array.from({ length: count }, (_, i) => (i === c ? 1 : 0))))

export function over(metric: Metric, batches: [predictions: NdArray, targets: NdArray][]): number {
  const running = metric.start()
  for (const batch of batches) running.update(...batch)
  return running.value()
}
