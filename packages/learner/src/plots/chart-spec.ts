import type { Axis, Line, Panel } from './plot.ts'

/** A Vega-Lite specification: plain JSON. */
export type ChartSpec = Readonly<Record<string, unknown>>

/** Okabe and Ito (2008): told apart with any kind of colour vision, and in print. */
const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00']
const faint = '#B9C4CE'
const ink = '#1F2933'
const softInk = '#52606D'
const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif'

/** Lines of so few points show them, so that a line of one point is seen too. */
const fewPoints = 30

export function chartSpec(title: string, panels: readonly Panel[]): ChartSpec {
  const [only] = panels
  const head = chartHead(title)
  if (panels.length === 1) return { ...head, ...panelSpec(only!, 560) }
  const width = Math.max(240, Math.round(840 / panels.length))
  return {
    ...head,
    hconcat: panels.map((panel) => panelSpec(panel, width)),
    resolve: { scale: { color: 'independent' } },
    spacing: 32,
  }
}

function panelSpec({ x, y, lines }: Panel, width: number): ChartSpec {
  const names = lines.map(({ name }) => name)
  const palette = colours.values()
  const range = lines.map(({ style }) => (style === 'faint' ? faint : (palette.next().value ?? softInk)))
  const encoding = {
    x: { field: 'x', type: 'quantitative', title: x.title, ...scaleAndAxis(x, { nice: false }) },
    y: { field: 'y', type: 'quantitative', title: y.title, ...scaleAndAxis(y, { nice: true }) },
    color: {
      field: 'line',
      type: 'nominal',
      scale: { domain: names, range },
      legend: lines.length > 1 ? { title: null, ...(lines.every(isDots) && { symbolType: 'circle' }) } : null,
    },
  }
  // Faint lines first: what comes later lies above.
  const inOrder = [...lines].sort((a, b) => Number(b.style === 'faint') - Number(a.style === 'faint'))
  return {
    width,
    height: 300,
    encoding,
    layer: inOrder.map((line) => ({
      data: { values: line.points.map(([at, value]) => ({ x: at, y: value, line: line.name })) },
      mark: markOf(line),
    })),
  }
}

const isDots = ({ style }: Line): boolean => style === 'dots'

const scaleAndAxis = ({ scale = 'linear', format, fromZero = false }: Axis, options: object) => ({
  scale: { type: scale, ...(scale === 'linear' && { zero: fromZero }), ...options },
  axis: { tickCount: 6, labelOverlap: true, ...(format === undefined ? {} : { format }) },
})

function markOf({ style = 'line', points }: Line): object {
  if (style === 'dots') return { type: 'point', filled: true, size: 110, opacity: 1, tooltip: true }
  if (style === 'faint') return { type: 'line', strokeWidth: 1, clip: true }
  const point = points.length <= fewPoints ? { filled: true, size: 45 } : false
  return { type: 'line', strokeWidth: 2.25, strokeJoin: 'round', point, tooltip: points.length <= fewPoints }
}

/** What all our specifications begin with. */
export const chartHead = (title: string) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  title,
  background: 'white',
  config,
})

const config = {
  font,
  title: { fontSize: 16, fontWeight: 600, anchor: 'start', color: ink, offset: 14 },
  axis: {
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 500,
    labelColor: softInk,
    titleColor: ink,
    titlePadding: 10,
    labelPadding: 6,
    gridColor: '#E4E9EE',
    domainColor: '#9AA5B1',
    ticks: false,
  },
  legend: {
    orient: 'top',
    labelFontSize: 13,
    labelLimit: 240,
    labelColor: ink,
    symbolType: 'stroke',
    symbolStrokeWidth: 3,
  },
  view: { stroke: null },
}
