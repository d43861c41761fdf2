import { Generator, ndArray, OnecycleError } from '@onecycle/tensor-core'
import { PIXELS, SIDE, type DigitSet, type MnistData } from './digit-set.ts'
import { drawStrokes } from './drawing/draw-strokes.ts'
import { fitStrokes } from './drawing/fit-strokes.ts'
import { writeDigit } from './sample/write-digit.ts'

export interface SampleDigitsOptions {
  /** 42 unless told otherwise. */
  readonly seed?: number | undefined
  /** Digits for training; 8,000 unless told otherwise. */
  readonly train?: number | undefined
  /** Digits for validation; 2,000 unless told otherwise. */
  readonly valid?: number | undefined
}

const THINNEST = 0.8
const THICKEST = 1.9
/** Uneven ink: standard deviation of a pixel's share. */
const UNEVEN = 0.12

/**
 * Synthetic digits in MNIST's form, for wherever the real ones cannot be had: written as strokes by hands that
 * differ in slant, width, wobble, pen and ink, and centred as MNIST's are. They are easier to tell than MNIST's.
 * The same seed gives the same digits.
 *
 * @example const { train, valid, source } = sampleDigits({ seed: 1 })
 * @throws OnecycleError `BAD_SAMPLE`
 */
export function sampleDigits(options: SampleDigitsOptions = {}): MnistData {
  const { seed = 42, train = 8_000, valid = 2_000 } = options
  for (const [name, count] of Object.entries({ train, valid })) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new OnecycleError('BAD_SAMPLE', `${name} is ${count}; expected an integer of 1 or more`, {
        [name]: count,
      })
    }
  }
  const random = new Generator(seed)
  const [forTrain, forValid] = [random.fork(), random.fork()]
  const count = (digits: number) => digits.toLocaleString('en')
  return {
    train: writeDigits(train, forTrain),
    valid: writeDigits(valid, forValid),
    source: {
      kind: 'sample',
      name: `onecycle sample digits (synthetic): ${count(train)} for training, ${count(valid)} for validation`,
      location: `sampleDigits({ seed: ${seed} })`,
      citation: null,
    },
  }
}

function writeDigits(count: number, random: Generator): DigitSet {
  const images = new Float32Array(count * PIXELS)
  const labels = Int32Array.from({ length: count }, () => random.integer(10))
  labels.forEach((label, i) => {
    const radius = THINNEST + (THICKEST - THINNEST) * random.uniform()
    const softness = 0.8 + 0.8 * random.uniform()
    const picture = drawStrokes(fitStrokes(writeDigit(label, random), radius), SIDE, { radius, softness })
    for (let k = 0; k < PIXELS; k++) {
      const ink = picture[k]!
      if (ink > 0) images[i * PIXELS + k] = Math.min(1, Math.max(0, ink * (1 + UNEVEN * random.normal())))
    }
  })
  return { images: ndArray(images, [count, PIXELS]), labels: ndArray(labels) }
}
