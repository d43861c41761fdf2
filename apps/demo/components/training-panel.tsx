'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isActive, noEvents, type RunState } from '../lib/run-state.ts'
import { texts } from '../lib/texts.ts'
import { EpochTable } from './epoch-table.tsx'
import { PostForm } from './post-form.tsx'
import { RunLine } from './run-line.tsx'
import { TrainingCurve } from './training-curve.tsx'
import { useRun } from './use-run.ts'

const { training } = texts

interface Props {
  /** null: there was no training yet. */
  readonly initial: RunState | null
  readonly isFirst: boolean
  /** The learning rate over the training, as a path in a square of 100. */
  readonly curve: string
  /** The page that it stands on. */
  readonly page: string
}

/** How the last training goes, and the button that starts another. Without JavaScript it is a form and a snapshot. */
export function TrainingPanel({ initial, isFirst, curve, page }: Props) {
  const router = useRouter()
  const { run, connected } = useRun(initial ?? noEvents(0))
  const active = initial !== null && isActive(run)
  const isOver = initial !== null && isActive(initial) && !active

  useEffect(() => {
    if (isOver) router.refresh() // there is a new model to show
  }, [isOver, router])
  useEffect(() => {
    if (initial) return
    const timer = setInterval(() => router.refresh(), 1000) // until the trainer has begun
    return () => clearInterval(timer)
  }, [initial, router])

  return (
    <div className="training">
      <TrainingCurve curve={curve} run={initial && run} />
      <RunLine run={initial && run} connected={connected}>
        <PostForm action="/api/training" back={page}>
          <input type="hidden" name="serve" value="true" />
          <button type="submit" disabled={active}>
            {isFirst ? training.startFirst : training.start}
          </button>
        </PostForm>
      </RunLine>
      <EpochTable epochs={run.epochs} of={run.progress?.epochs ?? 0} />
    </div>
  )
}
