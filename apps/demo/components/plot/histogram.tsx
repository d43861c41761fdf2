import { scaleBetween, shareOf } from '../../lib/scale.ts'
import { format } from '../../lib/texts.ts'
import { percent } from './dots.tsx'

interface Props {
  readonly label: string
  readonly axis: string
  readonly bins: readonly { readonly low: number; readonly high: number; readonly count: number }[]
}

/** How many values lie in each bin, as bars. */
export function Histogram({ label, axis, bins }: Props) {
  const across = scaleBetween(bins[0]!.low, bins.at(-1)!.high)
  const most = Math.max(...bins.map(({ count }) => count))
  const up = scaleBetween(0, most * 1.04)
  return (
    <div className="scatter bin-plot">
      <div className="plot" role="img" aria-label={label}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {up.ticks.map((tick) => (
            <path key={tick} className="grid" d={`M0 ${percent(1 - shareOf(up, tick))}H100`} />
          ))}
          {bins.map(({ low, high, count }) => {
            const [left, right] = [shareOf(across, low), shareOf(across, high)]
            const height = shareOf(up, count)
            return (
              <rect
                key={low}
                className={low >= 0 ? 'bin-above' : 'bin-below'}
                x={percent(left + 0.002)}
                width={percent(right - left - 0.004)}
                y={percent(1 - height)}
                height={percent(height)}
              />
            )
          })}
        </svg>
      </div>
      <ol className="ticks ticks-x" aria-hidden="true">
        {across.ticks.map((tick) => (
          <li key={tick} style={{ left: `${percent(shareOf(across, tick))}%` }}>
            {format.tick(tick)}
          </li>
        ))}
      </ol>
      <ol className="ticks ticks-y" aria-hidden="true">
        {up.ticks.map((tick) => (
          <li key={tick} style={{ top: `${percent(1 - shareOf(up, tick))}%` }}>
            {format.tick(tick)}
          </li>
        ))}
      </ol>
      <p className="axis-name axis-x">{axis} →</p>
    </div>
  )
}
