import { shareOf, type Scale } from '../../lib/scale.ts'
import { format } from '../../lib/texts.ts'
import { percent } from './dots.tsx'

export interface Axis {
  readonly label: string
  readonly scale: Scale
}

interface Props {
  readonly x: Axis
  readonly y: Axis
}

/** The lines behind the dots. */
export const Grid = ({ x, y }: Props) => (
  <>
    {x.scale.ticks.map((tick) => (
      <path key={tick} className={gridClass(tick)} d={`M${percent(shareOf(x.scale, tick))} 0V100`} />
    ))}
    {y.scale.ticks.map((tick) => (
      <path key={tick} className={gridClass(tick)} d={`M0 ${percent(1 - shareOf(y.scale, tick))}H100`} />
    ))}
  </>
)

const gridClass = (tick: number) => (tick === 0 ? 'grid grid-zero' : 'grid')

/** The numbers and names beside the plot. */
export const AxisMarks = ({ x, y }: Props) => (
  <>
    <ol className="ticks ticks-x" aria-hidden="true">
      {x.scale.ticks.map((tick) => (
        <li key={tick} style={{ left: `${percent(shareOf(x.scale, tick))}%` }}>
          {format.tick(tick)}
        </li>
      ))}
    </ol>
    <ol className="ticks ticks-y" aria-hidden="true">
      {y.scale.ticks.map((tick) => (
        <li key={tick} style={{ top: `${percent(1 - shareOf(y.scale, tick))}%` }}>
          {format.tick(tick)}
        </li>
      ))}
    </ol>
    <p className="axis-name axis-x">{x.label} →</p>
    <p className="axis-name axis-y">↑ {y.label}</p>
  </>
)
