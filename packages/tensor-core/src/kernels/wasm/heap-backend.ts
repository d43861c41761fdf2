import type { TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'

/** What tfjs-backend-wasm offers for reading inputs in place and making outputs. */
export interface HeapBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array
  disposeData(dataId: object): boolean
}

/** Also the shape of a filter, `[height, width, inChannels, outChannels]`. */
export type Image = [batch: number, height: number, width: number, channels: number]

type ConvArguments = Parameters<TensorFlow['backend_util']['computeConv2DInfo']>

export interface ConvAttributes {
  readonly filterShape: Image
  readonly strides: ConvArguments[2]
  readonly pad: ConvArguments[4]
  readonly dimRoundingMode: ConvArguments[5]
}

type PoolArguments = Parameters<TensorFlow['backend_util']['computePool2DInfo']>

export interface PoolAttributes {
  readonly filterSize: PoolArguments[1]
  readonly strides: PoolArguments[2]
  readonly pad: PoolArguments[4]
  readonly dimRoundingMode: PoolArguments[5]
}
