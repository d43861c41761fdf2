import { scaleOf, shareOf, type Scale } from '../lib/scale.ts'
import { format } from '../lib/texts.ts'

export interface ChartLine {
  readonly name: string
  /** How it looks: see chart.css. */
  readonly look: 'pale' | 'dark' | 'accent' | 'dark-dots' | 'accent-dots'
  readonly points: readonly (readonly [x: number, y: number])[]
}

interface Axis {
  readonly label: string
  /** Default: what holds all points, with a little room. */
  readonly scale?: Scale
  readonly tick?: (value: number) => string
}

interface Props {
  readonly label: string
  readonly x: Axis
  readonly y: Axis
  readonly lines: readonly ChartLine[]
  /** Places on the x axis to mark by a line. */
  readonly marks?: readonly number[]
  readonly small?: boolean
}

/** Lines and dots in a plane. The same on the server and in the browser, and of any width. */
export function LineChart({ label, x, y, lines, marks = [], small = false }: Props) {
  const points = lines.flatMap((line) => line.points)
  const across = x.scale ?? scaleOf(points.map(([value]) => value).concat(points.length === 0 ? [0, 1] : []))
  const up = y.scale ?? scaleOf(points.map(([, value]) => value).concat(points.length === 0 ? [0, 1] : []))
  const at = ([px, py]: readonly [number, number]) =>
    `${percent(shareOf(across, px))} ${percent(1 - shareOf(up, py))}`
  const inside = ({ low, high, ticks }: Scale) => ticks.filter((tick) => tick >= low && tick <= high)
  return (
    <div className={small ? 'chart chart-small' : 'chart'} role="img" aria-label={label}>
      <p className="chart-axis chart-axis-y" aria-hidden="true">
        ↑ {y.label}
      </p>
      <div className="chart-plane" aria-hidden="true">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {inside(up).map((tick) => (
            <path key={tick} className="chart-grid" d={`M0 ${percent(1 - shareOf(up, tick))}H100`} />
          ))}
          {marks.map((mark) => (
            <path key={mark} className="chart-mark" d={`M${percent(shareOf(across, mark))} 0V100`} />
          ))}
          {lines.map((line) => (
            <path key={line.name} className={`chart-${line.look}`} d={pathOf(line, at)} />
          ))}
        </svg>
        <ol className="chart-ticks chart-ticks-x">
          {inside(across).map((tick) => (
            <li key={tick} style={{ left: `${percent(shareOf(across, tick))}%` }}>
              {(x.tick ?? format.tick)(tick)}
            </li>
          ))}
        </ol>
        <ol className="chart-ticks chart-ticks-y">
          {inside(up).map((tick) => (
            <li key={tick} style={{ top: `${percent(1 - shareOf(up, tick))}%` }}>
              {(y.tick ?? format.tick)(tick)}
            </li>
          ))}
        </ol>
      </div>
      <p className="chart-axis" aria-hidden="true">
        {x.label} →
      </p>
      {lines.length > 1 && !small && <ChartKey lines={lines} />}
    </div>
  )
}

/** What the lines of a chart (or of several small ones) stand for. */
export const ChartKey = ({ lines }: { readonly lines: readonly Pick<ChartLine, 'name' | 'look'>[] }) => (
  <ul className="chart-key" aria-hidden="true">
    {lines.map(({ name, look }) => (
      <li key={name}>
        <svg viewBox="0 0 24 10">
          <path className={`chart-${look}`} d={look.endsWith('dots') ? 'M12 5h.001' : 'M1 5H23'} />
        </svg>
        {name}
      </li>
    ))}
  </ul>
)

type Place = (point: readonly [number, number]) => string

/** Dots are lines of no length, which round caps make dots: of one size however the plane is stretched. */
const pathOf = ({ look, points }: ChartLine, at: Place) =>
  look.endsWith('dots')
    ? points.map((point) => `M${at(point)}h.001`).join('')
    : points.map((point, i) => `${i === 0 ? 'M' : 'L'}${at(point)}`).join('')

const percent = (share: number) => (100 * share).toFixed(2)
