import type { KernelFunc } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { addressIn, type ConvAttributes, type HeapBackend, type Image } from './heap-backend.ts'
import type { WasmKernels } from './module.ts'
import { geometry, patchSizes } from './patches.ts'

/**
 * `Conv2DBackpropFilter`: dw[i, j, c, k] = sum over images and places (y, x) of
 * image[y * stride + i - top, x * stride + j - left, c] * dy[y, x, k]; the gradient of a convolution for its
 * filter, which tfjs-backend-wasm lacks.
 *
 * The patches under the window are written out as rows, so that the sum is a matrix product, patches^T dy.
 *
 * x `[batch, height, width, inChannels]`, dy `[batch, outHeight, outWidth, outChannels]` ->
 * `[filterHeight, filterWidth, inChannels, outChannels]`.
 */
export const conv2dBackpropFilter =
  (tf: TensorFlow, simd: WasmKernels): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const heap = backend as unknown as HeapBackend
    const at = addressIn(heap)
    const x = inputs['x']!
    const dy = inputs['dy']!
    const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as ConvAttributes
    const window = tf.backend_util.computeConv2DInfo(
      x.shape as Image,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    )
    const { batchSize, outChannels } = window
    const { imageSize, places, patchSize, together } = patchSizes(window)
    const patches = heap.makeOutput([together * places, patchSize], 'float32')
    const part = heap.makeOutput(filterShape, 'float32')
    const out = heap.makeOutput(filterShape, 'float32')
    const sums = new Float64Array(patchSize * outChannels)
    for (let image = 0; image < batchSize; image += together) {
      const images = Math.min(together, batchSize - image)
      simd.writePatches(images, ...geometry(window), at(x) + 4 * image * imageSize, at(patches))
      const dyHere = at(dy) + 4 * image * places * outChannels
      simd.matmul(patchSize, outChannels, images * places, at(patches), 1, patchSize, dyHere, at(part))
      const values = heap.typedArrayFromHeap(part)
      for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!
    }
    heap.typedArrayFromHeap(out).set(sums)
    for (const { dataId } of [patches, part]) heap.disposeData(dataId)
    return out
  }
