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
  const map = figure?.querySelector('.solid-map') ?? figure?.querySelector('.plot')
  const canvas = map && drawMap(map)
  canvas?.toBlob((image) => image && save('films.png', image), 'image/png')
}

/** Draws a map as it stands in the page: dots, lines and names. */
function drawMap(map: Element): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  if (!pen) return null
  const { width, height, left, top } = map.getBoundingClientRect()
  canvas.width = scale * (width + 2 * margin)
  canvas.height = scale * (height + 2 * margin)
  pen.scale(scale, scale)
  pen.fillStyle = getComputedStyle(document.documentElement).backgroundColor
  pen.fillRect(0, 0, width + 2 * margin, height + 2 * margin)
  pen.translate(margin, margin)
  const solid = map.querySelector('canvas')
  if (solid) pen.drawImage(solid, 0, 0, width, height)
  for (const path of map.querySelectorAll('svg path')) {
    drawPath(pen, path as SVGPathElement, width / 100, height / 100)
  }
  for (const label of map.parentElement!.querySelectorAll('.labels span, .ticks li, .axis-name')) {
    drawWords(pen, label, { left, top })
  }
  return canvas
}

function drawWords(pen: CanvasRenderingContext2D, label: Element, from: { left: number; top: number }): void {
  const box = label.getBoundingClientRect()
  if (box.width === 0) return
  const style = getComputedStyle(label)
  pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  pen.fillStyle = style.color
  pen.textBaseline = 'middle'
  const x = box.left - from.left + Number.parseFloat(style.paddingLeft)
  pen.fillText(label.textContent, x, box.top - from.top + box.height / 2)
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
