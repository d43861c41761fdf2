import { SIDE } from '../digit-set.ts'
import type { ShownDigit } from './show-digits.ts'

/** Blank to full: ink that a screen of any colours shows. */
const characters = ' .:-=+*#%@'

/** Of the 256 colours of terminals, black, then 24 greys from dark to light, then white. */
const greys = [16, ...Array.from({ length: 24 }, (_, i) => 232 + i), 231]
const reset = '\x1b[0m'

/** Digits in rows of `columns`, two pixels above each other a character. */
export function digitsText(digits: readonly ShownDigit[], columns: number, colour: boolean): string {
  const hasLabels = digits.some(({ label }) => label !== '')
  const bands: string[] = []
  for (let at = 0; at < digits.length; at += columns) {
    const band = digits.slice(at, at + columns)
    const lines = Array.from({ length: SIDE / 2 }, (_, i) =>
      band.map(({ pixels }) => (colour ? colouredLine(pixels, i) : plainLine(pixels, i))).join(' ').trimEnd(),
    ) // prettier-ignore
    const labels = band.map(({ label }) => centred(label)).join(' ')
    bands.push([...lines, ...(hasLabels ? [labels.trimEnd()] : [])].join('\n'))
  }
  return bands.join('\n')
}

function plainLine(pixels: Float32Array, line: number): string {
  return pairs(pixels, line)
    .map(([upper, lower]) => characters[Math.round(((upper + lower) / 2) * (characters.length - 1))]!)
    .join('')
}

/** Upper half blocks: the upper pixel is the character, the lower one its background. */
function colouredLine(pixels: Float32Array, line: number): string {
  const grey = (value: number) => greys[Math.round(value * (greys.length - 1))]!
  let last = ''
  const cells = pairs(pixels, line).map(([upper, lower]) => {
    const colours = `\x1b[38;5;${grey(upper)};48;5;${grey(lower)}m`
    const cell = colours === last ? '▀' : `${colours}▀`
    last = colours
    return cell
  })
  return cells.join('') + reset
}

const pairs = (pixels: Float32Array, line: number) =>
  Array.from({ length: SIDE }, (_, column): [upper: number, lower: number] => [
    pixels[2 * line * SIDE + column]!,
    pixels[(2 * line + 1) * SIDE + column]!,
  ])

const centred = (label: string): string => label.padStart((SIDE + label.length) >> 1).padEnd(SIDE)
