import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { checkOptions, optionRules } from '@onecycle/learner'
import { PIXELS } from '../digit-set.ts'
import { digitsSvg } from './digits-svg.ts'
import { digitsText } from './digits-text.ts'

/** Digits as a picture: for a terminal, a page or a notebook. */
export interface DigitPicture {
  /**
   * For a terminal. With `colour`, half blocks in 24 greys, light ink on black, 28 x 14 characters a digit;
   * without, plain characters from blank to @.
   */
  toText(options?: { readonly colour?: boolean }): string
  /** The same as `toText()`, so that printing a picture shows it. */
  toString(): string
  /** An SVG picture, light ink on black. */
  toSvg(): string
  /** What a Jupyter kernel such as Deno's shows. */
  [jupyterDisplay](): Record<string, unknown>
}

export interface ShowDigitsOptions {
  /** A line under each digit: its label, say. */
  readonly labels?: ArrayLike<number | string>
  /** Digits beside each other. Default 8. */
  readonly columns?: number
}

const jupyterDisplay: unique symbol = Symbol.for('Jupyter.display') as never

/** One digit with what stands under it. */
export interface ShownDigit {
  /** `[784]`, 0 to 1. */
  readonly pixels: Float32Array
  readonly label: string
}

/**
 * Shows digits side by side, with their labels.
 *
 * @param images `[n, 784]` or any shape of as many values: floats from 0 to 1, or bytes
 * @example console.log(String(showDigits(batch.inputs[0], { labels: batch.targets.data })))
 * @throws OnecycleError `SHAPE_MISMATCH`, `BAD_OPTION`
 */
export function showDigits(images: NdArray, options: ShowDigitsOptions = {}): DigitPicture {
  checkOptions('showDigits', options, { labels: optionRules.anything, columns: optionRules.integerFrom(1) })
  const { labels, columns = 8 } = options
  const count = images.data.length / PIXELS
  if (!Number.isInteger(count) || count === 0) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `images have shape [${images.shape.join(', ')}]; expected ${PIXELS} values for each digit`,
      { shape: images.shape },
    )
  }
  if (labels && labels.length !== count) {
    throw new OnecycleError('SHAPE_MISMATCH', `there are ${count} images, but ${labels.length} labels`)
  }
  return pictureOf(
    Array.from({ length: count }, (_, i) => ({
      pixels: pixelsOf(images, i),
      label: String(labels?.[i] ?? ''),
    })),
    columns,
  )
}

/**
 * Shows one digit.
 *
 * @param images `[784]` or `[n, 784]`: floats from 0 to 1, or bytes
 * @param row which of them
 * @example console.log(String(showDigit(train.images, 0)))
 * @throws OnecycleError `SHAPE_MISMATCH` where there is no such digit
 */
export function showDigit(images: NdArray, row = 0): DigitPicture {
  if (!Number.isInteger(row) || row < 0 || (row + 1) * PIXELS > images.data.length) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `images of shape [${images.shape.join(', ')}] have no digit ${row}; expected ${PIXELS} values for each`,
      { shape: images.shape, row },
    )
  }
  return pictureOf([{ pixels: pixelsOf(images, row), label: '' }], 1)
}

function pixelsOf({ data }: NdArray, row: number): Float32Array {
  const most = data instanceof Float32Array ? 1 : 255
  return Float32Array.from(data.subarray(row * PIXELS, (row + 1) * PIXELS), (value) =>
    Math.min(1, Math.max(0, value / most)),
  )
}

function pictureOf(digits: readonly ShownDigit[], columns: number): DigitPicture {
  const toText: DigitPicture['toText'] = ({ colour = false } = {}) => digitsText(digits, columns, colour)
  const toSvg = () => digitsSvg(digits, columns)
  return {
    toText,
    toString: () => toText(),
    toSvg,
    [jupyterDisplay]: () => ({ 'image/svg+xml': toSvg(), 'text/plain': toText() }),
  }
}
