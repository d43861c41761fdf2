import type { TensorFlow } from '../../backend.ts'

/** A convolution's sizes, as `computeConv2DInfo` gives them. */
export type Window = ReturnType<TensorFlow['backend_util']['computeConv2DInfo']>

/** Room for the patches of some images at a time: they should stay in the processor's cache. */
const patchValues = 2 ** 20

/** Images, places and patches of a convolution as counts of values; see assembly/patches.ts. */
export function patchSizes(window: Window) {
  const places = window.outHeight * window.outWidth
  const patchSize = window.filterHeight * window.filterWidth * window.inChannels
  return {
    imageSize: window.inHeight * window.inWidth * window.inChannels,
    places,
    patchSize,
    /** Images whose patches are held at a time. */
    together: Math.min(window.batchSize, Math.max(1, Math.floor(patchValues / (places * patchSize)))),
  }
}

/** What `writePatches` and `addPatches` want to know besides the number of images. */
export const geometry = (window: Window) =>
  [
    window.inHeight,
    window.inWidth,
    window.inChannels,
    window.outHeight,
    window.outWidth,
    window.filterHeight,
    window.filterWidth,
    window.strideHeight,
    window.strideWidth,
    window.padInfo.top,
    window.padInfo.left,
  ] as const
