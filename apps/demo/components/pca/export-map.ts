import type { MappedFilm } from '../../lib/film-map.ts'
import { texts } from '../../lib/texts.ts'
import { toCsv } from '../../lib/to-csv.ts'

const { columns, component } = texts.pca

/** Films with all that the map knows of them. */
export const mapCsv = (films: readonly MappedFilm[]): string =>
  toCsv([
    [
      ...[columns.film, columns.year, columns.genres, columns.ratings, columns.mean, columns.bias],
      ...(films[0]?.place ?? []).map((_, i) => component(i + 1)),
    ],
    ...films.map(({ title, year, genres, ratings, mean, bias, place }) => [
      ...[title, year, genres.join('|'), ratings, mean, bias],
      ...place,
    ]),
  ])

/** Hands text or an image to the browser as a download. */
export function save(name: string, content: string | Blob, type = 'text/plain'): void {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}

const scale = 2
const margin = 48

/** Saves the map of a figure as an image: what is seen, in the colours that are seen. */
export function savePng(figure: Element | null): void {
  const solid = figure?.querySelector<HTMLCanvasElement>('.solid-map canvas')
  const canvas = solid ?? drawPlot(figure?.querySelector('.plot'))
  canvas?.toBlob((image) => image && save('films.png', image), 'image/png')
}

/** Draws a plot as it stands in the page: grid, dots, lasso and names. */
function drawPlot(plot: Element | null | undefined): HTMLCanvasElement | null {
  const svg = plot?.querySelector('svg')
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!plot || !svg || !pen) return null
  const { width, height, left, top } = plot.getBoundingClientRect()
  canvas.width = scale * (width + 2 * margin)
  canvas.height = scale * (height + 2 * margin)
  const page = getComputedStyle(document.documentElement)
  pen.scale(scale, scale)
  pen.fillStyle = page.backgroundColor
  pen.fillRect(0, 0, width + 2 * margin, height + 2 * margin)
  pen.translate(margin, margin)
  for (const path of svg.querySelectorAll('path')) drawPath(pen, path, width / 100, height / 100)
  const seen = plot.parentElement?.querySelectorAll<HTMLElement>('.labels span, .ticks li, .axis-name') ?? []
  for (const label of seen) {
    const box = label.getBoundingClientRect()
    if (box.width === 0) continue
    const style = getComputedStyle(label)
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    pen.fillStyle = style.color
    pen.textBaseline = 'middle'
    pen.fillText(
      label.textContent,
      box.left - left + Number.parseFloat(style.paddingLeft),
      box.top - top + box.height / 2,
    )
  }
  return canvas
}

function drawPath(pen: CanvasRenderingContext2D, path: SVGPathElement, x: number, y: number): void {
  const style = getComputedStyle(path)
  const drawn = new Path2D()
  drawn.addPath(new Path2D(path.getAttribute('d') ?? ''), new DOMMatrix([x, 0, 0, y, 0, 0]))
  pen.save()
  pen.strokeStyle = style.stroke
  pen.globalAlpha = Number(style.strokeOpacity)
  pen.lineWidth = Number.parseFloat(style.strokeWidth)
  pen.lineCap = style.strokeLinecap as CanvasLineCap
  if (style.stroke !== 'none') pen.stroke(drawn)
  pen.restore()
}
