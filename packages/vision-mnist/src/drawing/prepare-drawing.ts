import { ndArray, OnecycleError, printShape, type NdArray } from '@onecycle/tensor-core'
import { PIXELS, SIDE } from '../digit-set.ts'
import { drawStrokes, type Point, type Stroke } from './draw-strokes.ts'
import { BOX, fitStrokes, placing, type Bounds } from './fit-strokes.ts'
import { resample } from './resample.ts'

/**
 * What somebody drew: a grey picture `[height, width]` of any size, bytes from 0 (paper) to 255 (ink) or floats
 * from 0 to 1; or the strokes of a pen, in any units, x to the right and y down.
 */
export type Drawing = NdArray<Uint8Array> | NdArray<Float32Array> | readonly Stroke[]

/** MNIST's usual line: 2.7 of 28 pixels wide. */
const PEN = { radius: 1.35, softness: 1.2 }

/** Fainter than this share of the darkest ink is smudge, and fainter than this at all is paper. */
const FAINT = 0.1

/**
 * Makes of a drawing what MNIST's makers made of their scans: its bounding box is scaled to fit 20 x 20, keeping
 * the ratio of its sides, anti-aliased, and laid into 28 x 28 with the centre of mass in the middle.
 *
 * Strokes are drawn anew with MNIST's pen, however thick they were.
 *
 * @returns `[784]`, 0 (paper) to 1 (ink): what the models take
 * @throws OnecycleError `EMPTY_DRAWING` where there is no ink, `BAD_DRAWING` where it is no picture
 */
export function prepareDrawing(drawing: Drawing): NdArray<Float32Array> {
  return ndArray('data' in drawing ? prepareImage(inkOf(drawing)) : prepareStrokes(drawing))
}

const empty = () =>
  new OnecycleError('EMPTY_DRAWING', 'the drawing is empty; expected a digit in ink (255 or 1) on paper (0)')

function prepareStrokes(strokes: readonly Stroke[]): Float32Array {
  const drawn = strokes.filter((stroke) => stroke.length > 0)
  if (drawn.length === 0) throw empty()
  const bad = drawn.flat().find((point) => !point.every((side) => Number.isFinite(side)))
  if (bad)
    throw new OnecycleError('BAD_DRAWING', `a stroke passes (${bad.join(', ')}); expected two finite numbers`)
  return drawStrokes(fitStrokes(drawn, PEN.radius), SIDE, PEN)
}

interface Ink {
  readonly width: number
  readonly height: number
  /** `[height * width]`, 0 to 1. */
  readonly values: Float32Array
}

function inkOf({ data, shape }: NdArray<Uint8Array> | NdArray<Float32Array>): Ink {
  const [height, width] = shape
  if (shape.length !== 2 || height === undefined || width === undefined) {
    throw new OnecycleError(
      'BAD_DRAWING',
      `the drawing has shape ${printShape(shape)}; expected [height, width]`,
    )
  }
  const values = data instanceof Uint8Array ? Float32Array.from(data, (value) => value / 255) : data
  const at = values.findIndex((value) => !(value >= 0 && value <= 1))
  if (at >= 0) {
    throw new OnecycleError(
      'BAD_DRAWING',
      `value ${at} of the drawing is ${values[at]!}; expected 0 (paper) to 1 (ink)`,
    )
  }
  return { width, height, values }
}

function prepareImage(ink: Ink): Float32Array {
  const { bounds, centre } = measure(ink)
  const size = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top)
  const scale = BOX / size
  const picture = resample(ink.values, ink.width, {
    side: SIDE,
    scale,
    shift: placing(bounds, centre, scale),
    bounds,
  })
  // Thin lines turn pale when they shrink; MNIST's are black.
  const darkest = picture.reduce((most, value) => Math.max(most, value), 0)
  for (let i = 0; i < PIXELS; i++) picture[i]! /= darkest
  return picture
}

/** Bounding box and centre of mass of what is more than smudge. */
function measure({ width, height, values }: Ink): { bounds: Bounds; centre: Point } {
  const darkest = values.reduce((most, value) => Math.max(most, value), 0)
  if (darkest < FAINT) throw empty()
  let [left, right, top, bottom] = [width, 0, height, 0]
  let [x, y, mass] = [0, 0, 0]
  values.forEach((value, at) => {
    if (value < FAINT * darkest) return
    const [i, j] = [Math.floor(at / width), at % width]
    left = Math.min(left, j)
    right = Math.max(right, j + 1)
    top = Math.min(top, i)
    bottom = Math.max(bottom, i + 1)
    x += value * (j + 0.5)
    y += value * (i + 0.5)
    mass += value
  })
  return { bounds: { left, right, top, bottom }, centre: [x / mass, y / mass] }
}
