import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { addOuterProducts, type Window } from './add-outer-products.ts'

/** What the wasm backend offers for reading inputs in place and making outputs. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array
}

let registered = false

/**
 * `Conv2DBackpropFilter`: dw[i, j, c, k] = sum over images and places (y, x) of
 * image[y * stride + i - top, x * stride + j - left, c] * dy[y, x, k]; the gradient of a convolution for its
 * filter, which tfjs-backend-wasm lacks.
 *
 * x `[batch, height, width, inChannels]`, dy `[batch, outHeight, outWidth, outChannels]` ->
 * `[filterHeight, filterWidth, inChannels, outChannels]`.
 */
export function registerConv2dBackpropFilter(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const kernelFunc: KernelFunc = ({ inputs, backend, attrs }) => {
    const wasm = backend as unknown as WasmBackend
    const x = inputs['x']!
    const dy = inputs['dy']!
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as Attributes
    const window: Window = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    )
    // Views are taken after makeOutput: it may grow the memory, which detaches older ones.
    const info = wasm.makeOutput(filterShape, 'float32')
    const sums = new Float64Array(filterShape.reduce((product, side) => product * side, 1))
    addOuterProducts(wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(dy), window, sums)
    wasm.typedArrayFromHeap(info).set(sums)
    return info
  }
  tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName: 'wasm', kernelFunc })
}

type ConvInfoArguments = Parameters<TensorFlow['backend_util']['computeConv2DInfo']>

interface Attributes {
  readonly filterShape: [number, number, number, number]
  readonly strides: ConvInfoArguments[2]
  readonly pad: ConvInfoArguments[4]
  readonly dimRoundingMode: ConvInfoArguments[5]
}
