import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import type { ConvAttributes, HeapBackend, Image } from './heap-backend.ts'

/** Room for the patches of some images at a time: they should stay in the processor's cache. */
const patchValues = 2 ** 20

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
  (tf: TensorFlow): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const heap = backend as unknown as HeapBackend
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
    const { batchSize, outHeight, outWidth, outChannels } = window
    const places = outHeight * outWidth
    const patchSize = window.filterHeight * window.filterWidth * window.inChannels
    const together = Math.max(1, Math.floor(patchValues / (places * patchSize)))

    const matMul = tf.getKernel('BatchMatMul', 'wasm')
    const product = (a: TensorInfo, b: TensorInfo): TensorInfo =>
      matMul.kernelFunc({
        inputs: { a, b },
        backend,
        attrs: { transposeA: true, transposeB: false },
      }) as TensorInfo

    const sums = new Float64Array(patchSize * outChannels)
    for (let image = 0; image < batchSize; image += together) {
      const images = Math.min(together, batchSize - image)
      // Views are taken after makeOutput: it may grow the memory, which detaches older ones.
      const a = heap.makeOutput([images * places, patchSize], 'float32')
      const b = heap.makeOutput([images * places, outChannels], 'float32')
      writePatches(heap.typedArrayFromHeap(x), image, window, heap.typedArrayFromHeap(a))
      const from = image * places * outChannels
      const slice = heap.typedArrayFromHeap(dy).subarray(from, from + images * places * outChannels)
      heap.typedArrayFromHeap(b).set(slice)
      const part = product(a, b)
      const values = heap.typedArrayFromHeap(part)
      for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!
      for (const { dataId } of [a, b, part]) heap.disposeData(dataId)
    }
    const out = heap.makeOutput(filterShape, 'float32')
    heap.typedArrayFromHeap(out).set(sums)
    return out
  }

type Window = ReturnType<TensorFlow['backend_util']['computeConv2DInfo']>

/** Row by row what stands under the window, beginning with image `first`; zeros outside. */
function writePatches(x: Float32Array, first: number, window: Window, patches: Float32Array): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = window
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = window
  let to = 0
  for (let line = first * outHeight; to < patches.length; line++) {
    const image = Math.floor(line / outHeight) * inHeight
    const top = (line % outHeight) * strideHeight - padInfo.top
    for (let place = 0; place < outWidth; place++) {
      const left = place * strideWidth - padInfo.left
      for (let y = top; y < top + filterHeight; y++) {
        const row = (image + y) * inWidth
        for (let column = left; column < left + filterWidth; column++) {
          const inside = y >= 0 && y < inHeight && column >= 0 && column < inWidth
          const from = (row + column) * inChannels
          for (let c = 0; c < inChannels; c++) patches[to++] = inside ? x[from + c]! : 0
        }
      }
    }
  }
}
