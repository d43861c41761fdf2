import type { ReactNode } from 'react'
import { isActive, type RunState } from '../lib/run-state.ts'
import { texts } from '../lib/texts.ts'

const { training } = texts

interface Props {
  readonly run: RunState | null
  readonly connected: boolean
  /** What it learns from. Default: ratings. */
  readonly of?: 'ratings' | 'digits'
  /** What can be done about it. */
  readonly children: ReactNode
}

/** How a run stands, in a line of words and numbers. */
export const RunLine = ({ run, connected, of = 'ratings', children }: Props) => (
  <div className="training-line">
    <p className="training-status" role="status">
      {connected ? statusOf(run) : training.noAnswer}
    </p>
    {run?.progress && isActive(run) && <p className="training-numbers">{numbersOf(run, of)}</p>}
    {children}
  </div>
)

function statusOf(run: RunState | null): string {
  const { states } = training
  if (!run) return states.none
  if (run.status === 'failed') return states.failed(run.error ?? '')
  if (run.status !== 'running') return states[run.status]
  if (!run.progress) return states.starting
  const { epochs } = run.progress
  return states.running(Math.min(run.epochs.length + 1, epochs), epochs)
}

function numbersOf({ progress, points }: RunState, of: 'ratings' | 'digits'): string {
  const loss = points.at(-1)?.[2]
  return [
    ...(loss === undefined ? [] : [training.loss(loss)]),
    ...(progress ? [training.rate(progress.ratingsPerSecond, of), training.left(progress.secondsLeft)] : []),
  ].join(' · ')
}
