import type { KernelFunc } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import type { HeapBackend, Image, PoolAttributes } from './heap-backend.ts'

/**
 * `MaxPoolGrad`: each dy goes to the first place in its window where the maximum stands.
 *
 * tfjs-backend-wasm has one, but takes the smallest positive float for minus infinity: windows without a
 * positive number lose their gradient.
 *
 * input `[batch, height, width, channels]`, dy `[batch, outHeight, outWidth, channels]` -> as input.
 */
export const maxPoolGrad =
  (tf: TensorFlow): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const heap = backend as unknown as HeapBackend
    const input = inputs['input']!
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttributes
    const window = tf.backend_util.computePool2DInfo(
      input.shape as Image,
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    )
    // Views are taken after makeOutput: it may grow the memory, which detaches older ones.
    const out = heap.makeOutput(input.shape, 'float32')
    const dx = heap.typedArrayFromHeap(out)
    dx.fill(0)
    giveToMaxima(heap.typedArrayFromHeap(input), heap.typedArrayFromHeap(inputs['dy']!), window, dx)
    return out
  }

type Window = ReturnType<TensorFlow['backend_util']['computePool2DInfo']>

function giveToMaxima(x: Float32Array, dy: Float32Array, window: Window, dx: Float32Array): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = window
  const { filterHeight, filterWidth, strideHeight, strideWidth } = window
  let at = 0
  for (let image = 0; image < batchSize; image++) {
    for (let line = 0; line < outHeight; line++) {
      const top = line * strideHeight - padInfo.top
      for (let place = 0; place < outWidth; place++) {
        const left = place * strideWidth - padInfo.left
        for (let channel = 0; channel < inChannels; channel++) {
          let best = -1
          for (let y = Math.max(top, 0); y < Math.min(top + filterHeight, inHeight); y++) {
            for (let column = Math.max(left, 0); column < Math.min(left + filterWidth, inWidth); column++) {
              const i = ((image * inHeight + y) * inWidth + column) * inChannels + channel
              if (best < 0 || x[i]! > x[best]!) best = i
            }
          }
          dx[best]! += dy[at++]!
        }
      }
    }
  }
}
