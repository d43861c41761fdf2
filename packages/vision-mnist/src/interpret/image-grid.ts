import { ndArray, OnecycleError, type NdArray } from '@onecycle/tensor-core'
import { checkOptions, optionRules } from '@onecycle/learner'
import { sidesOfImages } from '../sides-of-images.ts'

export interface ImageGridOptions {
  /** Images in a line. Default: as many as make the grid about square. */
  readonly columns?: number
  /** One a picture, written below it. */
  readonly captions?: readonly string[]
  /** Length of a pixel's side in the SVG. Default 4. */
  readonly scale?: number
  /** Values shown white and black. Default: the least and the largest of all images. */
  readonly range?: readonly [white: number, black: number]
}

const gap = 8
const captionHeight = 18

/**
 * Gray images side by side, as an SVG picture: high values are dark, as ink on paper.
 *
 * @param images `[n, height, width, 1]`, `[n, height, width]`, or `[n, size]` of square ones
 * @throws OnecycleError `BAD_OPTION`, `SHAPE_MISMATCH`
 */
export function imageGrid(images: NdArray, options: ImageGridOptions = {}): string {
  checkOptions('imageGrid', options, {
    columns: optionRules.integerFrom(1),
    captions: optionRules.anything,
    scale: optionRules.numberAbove(0),
    range: optionRules.anything,
  })
  const [height, width] = sidesOfImages(images)
  const count = images.shape[0] ?? 0
  const { columns = Math.ceil(Math.sqrt(count)), captions, scale = 4 } = options
  if (captions && captions.length !== count) {
    throw new OnecycleError('SHAPE_MISMATCH', `there are ${captions.length} captions for ${count} images`, {
      captions: captions.length,
      images: count,
    })
  }
  const [white, black] = options.range ?? rangeOf(images.data)
  const stepX = width * scale + gap
  const stepY = height * scale + gap + (captions ? captionHeight : 0)
  const parts = Array.from({ length: count }, (_, i) => {
    const x = gap + (i % columns) * stepX
    const y = gap + Math.floor(i / columns) * stepY
    const pixels = images.data.subarray(i * height * width, (i + 1) * height * width)
    const shades = Uint8Array.from(pixels, (value) => shadeOf(value, white, black))
    const image =
      `<g transform="translate(${x} ${y}) scale(${scale})" shape-rendering="crispEdges">` +
      `<rect width="${width}" height="${height}" fill="#fff"/>${paths(shades, width)}</g>`
    if (!captions) return image
    const at = `x="${x + (width * scale) / 2}" y="${y + height * scale + 13}"`
    return `${image}<text ${at} text-anchor="middle">${escapeXml(captions[i]!)}</text>`
  })
  const [right, bottom] = [gap + Math.min(columns, count) * stepX, gap + Math.ceil(count / columns) * stepY]
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${right}" height="${bottom}" viewBox="0 0 ${right} ${bottom}" ` +
    'font-family="system-ui, sans-serif" font-size="11">' +
    `<rect width="100%" height="100%" fill="#e4e9ee"/>${parts.join('')}</svg>\n`
  )
}

/** The images at `rows`: `[rows, ...]`. */
export function imagesAt({ data, shape }: NdArray, rows: readonly number[]): NdArray<Float32Array> {
  const size = data.length / (shape[0] ?? 1)
  const taken = new Float32Array(rows.length * size)
  for (const [i, row] of rows.entries()) taken.set(data.subarray(row * size, (row + 1) * size), i * size)
  return ndArray(taken, [rows.length, ...shape.slice(1)])
}

function rangeOf(values: NdArray['data']): [number, number] {
  let [least, largest] = [Infinity, -Infinity]
  for (const value of values) {
    least = Math.min(least, value)
    largest = Math.max(largest, value)
  }
  return [least, largest]
}

/** 255 (paper) to 0 (ink). */
const shadeOf = (value: number, white: number, black: number): number =>
  white === black ? 255 : Math.round(255 * (1 - Math.min(1, Math.max(0, (value - white) / (black - white)))))

/** A path for each shade but white, of runs of pixels. */
function paths(shades: Uint8Array, width: number): string {
  const runs = new Map<number, string>()
  for (let i = 0; i < shades.length;) {
    const shade = shades[i]!
    const x = i % width
    let length = 1
    while (x + length < width && shades[i + length] === shade) length++
    const run = `M${x} ${Math.floor(i / width)}h${length}v1h-${length}z`
    runs.set(shade, (runs.get(shade) ?? '') + run)
    i += length
  }
  runs.delete(255)
  return [...runs].map(([shade, d]) => `<path fill="rgb(${shade},${shade},${shade})" d="${d}"/>`).join('')
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
