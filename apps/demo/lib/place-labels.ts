export interface Dot {
  readonly title: string
  /** From the left and from the top, 0 to 1. */
  readonly x: number
  readonly y: number
  /** Whether its label is to be told from the others. */
  readonly chosen?: boolean
}

export interface Label extends Dot {
  readonly side: 'left' | 'right'
  /** How far it stands below its dot's middle, in pixels. */
  readonly shift: number
}

/** A plot's size and its labels' type, in pixels. */
export interface PlotSize {
  readonly width: number
  readonly height: number
}

const lineHeight = 18
const characterWidth = 7
const gap = 8
/** Where a label may stand, the best place first. */
const places = (['right', 'left'] as const).flatMap((side) =>
  [0, -12, 12].map((shift) => [side, shift] as const),
)
const longest = 30

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const around = (x: number, y: number): Box => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 })

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** Labels for the first of the dots that find room: beside their dot, and clear of each other. */
export function placeLabels(dots: readonly Dot[], { width, height }: PlotSize): Label[] {
  // Labels keep clear of the dots they might name.
  const taken = dots.map((dot) => around(dot.x * width, dot.y * height))
  const placed: Label[] = []
  for (const dot of dots) {
    const title = shorten(dot.title)
    const length = title.length * characterWidth
    const [x, y] = [dot.x * width, dot.y * height]
    for (const [side, shift] of places) {
      const left = side === 'right' ? x + gap : x - gap - length
      const middle = y + shift
      const box = {
        left,
        right: left + length,
        top: middle - lineHeight / 2,
        bottom: middle + lineHeight / 2,
      }
      const inside = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height
      if (!inside || taken.some((other) => overlap(box, other))) continue
      taken.push(box)
      placed.push({ ...dot, title, side, shift })
      break
    }
  }
  return placed
}

const shorten = (title: string) =>
  title.length > longest ? `${title.slice(0, longest - 1).trimEnd()}…` : title
