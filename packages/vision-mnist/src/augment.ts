import { ndArray, type Generator, type NdArray } from '@onecycle/tensor-core'
import { checkOptions, optionRules, type Callback } from '@onecycle/learner'
import { sidesOfImages } from './sides-of-images.ts'
import { warpImage, type Warp } from './warp-image.ts'

export interface AugmentOptions {
  readonly rng: Generator
  /** Moves by up to so many pixels, each way. Default 2. */
  readonly shift?: number
  /** Turns by up to so many degrees, each way. Default 10. */
  readonly rotate?: number
  /** Makes larger or smaller by up to this share, under 1. Default 0.1. */
  readonly zoom?: number
}

/**
 * Trains on images that chance has moved, turned and zoomed a little, each by amounts of its own, anew in each
 * epoch: bilinear, with 0 (paper) from outside. Validation sees the images as they are. (fast.ai's
 * get_transforms, without flips: a mirrored digit is no digit.)
 *
 * The first input is `[batch, 784]` or `[batch, height, width, 1]`, float.
 *
 * @example await learn.fitOneCycle(5, 1e-2, { callbacks: [augment({ rng: new Generator(42) })] })
 * @throws OnecycleError `BAD_OPTION`; in the fit `SHAPE_MISMATCH` for inputs that are no such images
 */
export function augment(options: AugmentOptions): Callback {
  checkOptions('augment', options, {
    rng: optionRules.anything,
    shift: optionRules.numberFrom(0),
    rotate: optionRules.numberFrom(0),
    zoom: { fits: (zoom) => Number(zoom) >= 0 && Number(zoom) < 1, expected: 'a share from 0 to under 1' },
  })
  return {
    name: 'augment',
    beforeBatch(context) {
      const { inputs, ...rest } = context.data!
      context.data = { ...rest, inputs: [augmentImages(inputs[0]!, options), ...inputs.slice(1)] }
    },
  }
}

/** The images moved, as a new array of the same shape. */
export function augmentImages(
  images: NdArray,
  { rng, shift = 2, rotate = 10, zoom = 0.1 }: AugmentOptions,
): NdArray<Float32Array> {
  const [height, width] = sidesOfImages(images)
  const size = height * width
  const moved = new Float32Array(images.data.length)
  const within = (limit: number) => (2 * rng.uniform() - 1) * limit
  const warp: Warp = { angle: 0, zoom: 1, right: 0, down: 0 }
  for (let from = 0; from < moved.length; from += size) {
    warp.angle = (within(rotate) * Math.PI) / 180
    warp.zoom = 1 + within(zoom)
    warp.right = within(shift)
    warp.down = within(shift)
    warpImage(images.data, moved, from, height, width, warp)
  }
  return ndArray(moved, images.shape)
}
