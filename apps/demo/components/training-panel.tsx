'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useState, type SubmitEvent } from 'react'
import { texts } from '../lib/texts.ts'
import { isActive, type TrainingState } from '../lib/training-state.ts'
import { EpochTable } from './epoch-table.tsx'
import { TrainingCurve } from './training-curve.tsx'

const { training } = texts
const endpoint = '/api/training'

/** A training on MovieLens 100k is over in half a second: look closely at first, then more calmly. */
const pauseAfter = (elapsed: number) => (elapsed < 2000 ? 50 : 300)

interface Props {
  readonly initial: TrainingState
  /** The learning rate over the training, as a path in a square of 100. */
  readonly curve: string
}

/** How the training goes, and the button that starts one. Without JavaScript it is a form and a snapshot. */
export function TrainingPanel({ initial, curve }: Props) {
  const router = useRouter()
  const [state, setState] = useState(initial)
  const [trouble, setTrouble] = useState<string | null>(null)
  const active = isActive(state)
  const waiting = active || state.modelVersion === null

  const take = useEffectEvent((next: TrainingState) => {
    setTrouble(null)
    setState(next)
    if (next.modelVersion !== initial.modelVersion) router.refresh()
  })

  useEffect(() => {
    if (!waiting) return
    const began = performance.now()
    const ask = async () => {
      try {
        const response = await fetch(endpoint, { cache: 'no-store' })
        if (!response.ok) throw new Error(response.statusText)
        take((await response.json()) as TrainingState)
      } catch {
        setTrouble(training.noAnswer)
      }
      timer = setTimeout(() => void ask(), active ? pauseAfter(performance.now() - began) : 1000)
    }
    let timer = setTimeout(() => void ask(), 100)
    return () => clearTimeout(timer)
  }, [waiting, active])

  const start = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    try {
      const response = await fetch(endpoint, { method: 'POST', headers: { accept: 'application/json' } })
      if (!response.ok) throw new Error(response.statusText)
      take((await response.json()) as TrainingState)
    } catch {
      setTrouble(training.refused)
    }
  }

  const { job } = state
  return (
    <div className="training">
      <TrainingCurve curve={curve} job={job} />
      <div className="training-line">
        <p className="training-status" role="status">
          {trouble ?? statusOf(state)}
        </p>
        {active && job?.progress && <p className="training-numbers">{numbersOf(job.progress)}</p>}
        <form action={endpoint} method="post" onSubmit={(event) => void start(event)}>
          <button type="submit" disabled={active}>
            {state.modelVersion === null ? training.startFirst : training.start}
          </button>
        </form>
      </div>
      <EpochTable epochs={job?.progress?.finishedEpochs ?? []} of={job?.progress?.epochs ?? 0} />
    </div>
  )
}

type Job = NonNullable<TrainingState['job']>

function statusOf({ job }: TrainingState): string {
  const { states } = training
  if (!job) return states.none
  if (job.status === 'queued') return states.queued
  if (job.status === 'done') return states.done
  if (job.status === 'failed') return states.failed(job.error ?? '')
  if (!job.progress) return states.starting
  const { finishedEpochs, epochs } = job.progress
  return states.running(Math.min(finishedEpochs.length + 1, epochs), epochs)
}

const numbersOf = ({ trainLoss, secondsLeft, ratingsPerSecond }: NonNullable<Job['progress']>) =>
  [
    trainLoss !== null && training.loss(trainLoss),
    ratingsPerSecond !== null && training.rate(ratingsPerSecond),
    secondsLeft !== null && training.left(secondsLeft),
  ]
    .filter((part) => part !== false)
    .join(' · ')
