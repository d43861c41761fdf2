import type { RunState } from '../lib/run-state.ts'
import { texts } from '../lib/texts.ts'

interface Props {
  /** The learning rate over a training, as a path in a square of 100. */
  readonly curve: string
  readonly run: RunState | null
}

/** The progress bar: the area under the learning rate, filled as far as the training is. */
export function TrainingCurve({ curve, run }: Props) {
  const { progress } = run ?? {}
  const share = progress ? progress.iteration / progress.iterations : run?.status === 'done' ? 1 : 0
  const percent = Math.round(100 * share)
  const epochs = progress?.epochs ?? 1
  return (
    <figure className="curve">
      <div
        role="progressbar"
        aria-label={texts.training.bar}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {Array.from({ length: epochs - 1 }, (_, i) => (
            <path key={i} className="curve-epoch" d={`M${(100 * (i + 1)) / epochs} 0V100`} />
          ))}
          <clipPath id="curve-done">
            <rect className="curve-clip" width="100" height="100" style={{ transform: `scaleX(${share})` }} />
          </clipPath>
          <path className="curve-area" d={`${curve}V100H0Z`} clipPath="url(#curve-done)" />
          <path className="curve-line" d={curve} />
          <path className="curve-base" d="M0 100H100" />
        </svg>
      </div>
      <figcaption>{texts.training.curve}</figcaption>
    </figure>
  )
}
