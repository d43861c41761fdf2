import Link from 'next/link'
import { format, texts } from '../lib/texts.ts'

const { pca } = texts
const components = [1, 2, 3] as const

interface Props {
  readonly x: number
  readonly y: number
  /** Share of the variance of each component. */
  readonly explained: readonly number[]
}

/** Which component runs across, and which up. Choosing the other axis' component swaps the two. */
export const AxisPicker = ({ x, y, explained }: Props) => (
  <nav className="axis-picker" aria-label={pca.pick}>
    {(['x', 'y'] as const).map((axis) => (
      <div key={axis}>
        <p id={`axis-${axis}`}>{axis === 'x' ? pca.across : pca.up}</p>
        <ul aria-labelledby={`axis-${axis}`}>
          {components.map((n) => (
            <li key={n}>
              <Link
                href={axis === 'x' ? `/pca?x=${n}&y=${n === y ? x : y}` : `/pca?x=${n === x ? y : x}&y=${n}`}
                aria-current={n === (axis === 'x' ? x : y) ? 'true' : undefined}
                scroll={false}
              >
                <span className="unseen">{pca.componentWord} </span>
                {n} <small>{format.percent(explained[n - 1]!)}</small>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
)
