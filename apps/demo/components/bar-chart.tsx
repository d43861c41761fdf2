import { shareOf } from '../lib/scale.ts'
import { format } from '../lib/texts.ts'

interface Props {
  readonly label: string
  readonly axis: string
  /** The ends of the axis. */
  readonly low: number
  readonly high: number
  /** The count at the upper edge; bars that are taller are cut off. */
  readonly top: number
  /** In equal bins from low to high. */
  readonly counts: readonly number[]
}

/** A histogram. */
export function BarChart({ label, axis, low, high, top, counts }: Props) {
  const width = 100 / counts.length
  const bars = counts.map((count, bin) => {
    const height = Math.min(100, (100 * count) / top)
    return height === 0
      ? ''
      : `M${(bin * width).toFixed(2)} 100v-${height.toFixed(2)}h${(width * 0.86).toFixed(2)}V100z`
  })
  const ticks = [Math.ceil(low), 0, Math.floor(high)]
  return (
    <div className="chart chart-small chart-bar" role="img" aria-label={label}>
      <div className="chart-plane" aria-hidden="true">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          <path className="chart-bars" d={bars.join('')} />
        </svg>
        <ol className="chart-ticks chart-ticks-x">
          {ticks.map((tick) => (
            <li key={tick} style={{ left: `${(100 * shareOf({ low, high, ticks }, tick)).toFixed(1)}%` }}>
              {format.tick(tick)}
            </li>
          ))}
        </ol>
      </div>
      <p className="chart-axis" aria-hidden="true">
        {axis} →
      </p>
    </div>
  )
}
