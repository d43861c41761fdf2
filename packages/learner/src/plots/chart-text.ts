import type { Axis, Line, Panel } from './plot.ts'
import { sparkline } from './sparkline.ts'

/**
 * Panels as text for a terminal. Each line has a scale of its own, of which the least and the largest value are
 * written behind it; dots are written out.
 */
export function chartText(title: string, panels: readonly Panel[]): string {
  const width = Math.max(...panels.flatMap((panel) => panel.lines.map((line) => label(panel, line).length)))
  const rows = panels.flatMap((panel) =>
    panel.lines.map((line) => `${label(panel, line).padEnd(width)}  ${drawn(line)}`),
  )
  const [first] = panels
  return [title, ...rows, ...(first ? [span(first.x, panels)] : [])].join('\n')
}

/** A line is named after itself, and one that is alone after what it shows. */
const label = (panel: Panel, line: Line): string => (panel.lines.length === 1 ? panel.y.title : line.name)

function drawn({ points, style }: Line): string {
  if (points.length === 0) return '(no values)'
  if (style === 'dots') return points.map(([x, y]) => `${short(y)} at ${short(x)}`).join(', ')
  const values = points.map(([, y]) => y)
  return `${sparkline(values)}  ${short(Math.min(...values))} to ${short(Math.max(...values))}`
}

function span(x: Axis, panels: readonly Panel[]): string {
  const all = panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([at]) => at)))
  return all.length === 0 ? '' : `${x.title}: ${short(Math.min(...all))} to ${short(Math.max(...all))}`
}

/** Four significant digits. */
function short(value: number): string {
  const rounded = Number(value.toPrecision(4))
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded)
}
