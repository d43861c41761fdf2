import type { TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'

/** What tfjs-backend-wasm offers for working in its memory. */
export interface HeapBackend {
  readonly wasm: { readonly asm: { readonly memory: object } }
  readonly dataIdMap: { get(dataId: object): { memoryOffset: number } }
  makeOutput(shape: readonly number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array
  disposeData(dataId: object): boolean
}

/** Where a tensor's values begin in the memory, in bytes. */
export type Address = (info: TensorInfo) => number

export const addressIn =
  ({ dataIdMap }: HeapBackend): Address =>
  ({ dataId }) =>
    dataIdMap.get(dataId).memoryOffset

/** Also the shape of a filter, `[height, width, inChannels, outChannels]`. */
export type Image = [batch: number, height: number, width: number, channels: number]

type ConvArguments = Parameters<TensorFlow['backend_util']['computeConv2DInfo']>

export interface ConvAttributes {
  /** Of the gradient for the filter. */
  readonly filterShape: Image
  /** Of the gradient for the images. */
  readonly inputShape: Image
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
