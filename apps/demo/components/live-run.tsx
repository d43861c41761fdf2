'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isActive, type RunState } from '../lib/run-state.ts'
import { texts } from '../lib/texts.ts'
import { EpochTable } from './epoch-table.tsx'
import { LossCharts } from './loss-charts.tsx'
import { PostForm } from './post-form.tsx'
import { RunLine } from './run-line.tsx'
import { TrainingCurve } from './training-curve.tsx'
import { useRun } from './use-run.ts'

const { live } = texts.train

interface Props {
  readonly initial: RunState
  /** The learning rate over the training, as a path in a square of 100. */
  readonly curve: string
  /** Whether the visitor may cancel it and go on with it. */
  readonly mayChange: boolean
  /** What it learns from. */
  readonly of: 'ratings' | 'digits'
  /** The place that it stands at. */
  readonly back: string
}

/** A run as it goes: how far it is, what it does, and how to end it or go on with it. */
export function LiveRun({ initial, curve, mayChange, of, back }: Props) {
  const router = useRouter()
  const { run, connected } = useRun(initial)
  const isOver = isActive(initial) && !isActive(run)

  useEffect(() => {
    if (isOver) router.refresh() // the list of runs has news
  }, [isOver, router])

  return (
    <div className="training">
      <TrainingCurve curve={curve} run={run} />
      <RunLine run={run} connected={connected} of={of}>
        {mayChange && isActive(run) && (
          <PostForm action={`/api/runs/${run.id}/cancel`} back={back}>
            <button type="submit" className="quiet">
              {live.cancel}
            </button>
          </PostForm>
        )}
        {mayChange && run.status === 'cancelled' && (
          <PostForm action={`/api/runs/${run.id}/resume`} back={back}>
            <button type="submit">{live.resume}</button>
          </PostForm>
        )}
      </RunLine>
      <LossCharts run={run} />
      <EpochTable epochs={run.epochs} of={run.progress?.epochs ?? 0} />
    </div>
  )
}
