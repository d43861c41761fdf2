import { SIDE } from '../digit-set.ts'
import type { ShownDigit } from './show-digits.ts'

/** Pixels of the screen a pixel of a digit, and between digits. */
const SCALE = 4
const GAP = 8
const LABEL = 20

/** Digits in rows of `columns`, light ink on black, as one SVG picture. */
export function digitsSvg(digits: readonly ShownDigit[], columns: number): string {
  const hasLabels = digits.some(({ label }) => label !== '')
  const [across, down] = [Math.min(columns, digits.length), Math.ceil(digits.length / columns)]
  const step = SIDE * SCALE + GAP
  const [width, height] = [across * step - GAP, down * (step + (hasLabels ? LABEL : 0)) - GAP]
  const tiles = digits.map((digit, i) => {
    const x = (i % columns) * step
    const y = Math.floor(i / columns) * (step + (hasLabels ? LABEL : 0))
    return `<g transform="translate(${x} ${y})">${tile(digit)}</g>`
  })
  const title = hasLabels
    ? `digits: ${digits.map(({ label }) => label).join(', ')}`
    : `${digits.length} digits`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
    `<title>${escaped(title)}</title>${tiles.join('')}</svg>`
  )
}

function tile({ pixels, label }: ShownDigit): string {
  const size = SIDE * SCALE
  const text = `<text x="${size / 2}" y="${size + 15}" text-anchor="middle" font-family="system-ui, sans-serif" font-size="14">${escaped(label)}</text>`
  return (
    `<rect width="${size}" height="${size}"/>` +
    `<g transform="scale(${SCALE})" shape-rendering="crispEdges">${runs(pixels).join('')}</g>${label === '' ? '' : text}`
  )
}

/** One rectangle for pixels of the same grey beside each other; black ones are the paper. */
function runs(pixels: Float32Array): string[] {
  const found: string[] = []
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE;) {
      const grey = byte(pixels[row * SIDE + column]!)
      const from = column
      while (column < SIDE && byte(pixels[row * SIDE + column]!) === grey) column++
      if (grey === 0) continue
      const hex = grey.toString(16).padStart(2, '0').repeat(3)
      found.push(`<rect x="${from}" y="${row}" width="${column - from}" height="1" fill="#${hex}"/>`)
    }
  }
  return found
}

const byte = (value: number) => Math.round(value * 255)

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
