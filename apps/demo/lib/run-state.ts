import type { QualityResult } from './quality.ts'
import type {
  DigitsResult,
  Epoch,
  JobStatus,
  LrCurve,
  Point,
  ProgressEvent,
  RunEvent,
  WeightHistogram,
} from './run-events.ts'

/** What is known about a run so far. */
export interface RunState {
  readonly id: number
  /** Number of the last event in it: a stream goes on from here. */
  readonly seq: number
  readonly status: JobStatus
  readonly error: string | null
  readonly version: number | null
  readonly progress: Omit<ProgressEvent, 'type' | 'points' | 'finishedEpochs'> | null
  readonly points: readonly Point[]
  readonly epochs: readonly Epoch[]
  readonly curve: LrCurve | null
  readonly weights: WeightHistogram | null
  readonly digits: DigitsResult | null
  readonly quality: QualityResult | null
}

export const noEvents = (id: number): RunState => ({
  id,
  seq: 0,
  status: 'queued',
  error: null,
  version: null,
  progress: null,
  points: [],
  epochs: [],
  curve: null,
  weights: null,
  digits: null,
  quality: null,
})

/**
 * The state after one more event; one that is in it already changes nothing. A trainer that did not hear whether
 * its progress was noted tells of it again: batches and epochs count once.
 */
export function applyEvent(state: RunState, { seq, event }: NumberedEvent): RunState {
  if (seq <= state.seq) return state
  const next = { ...state, seq }
  switch (event.type) {
    case 'status':
      return {
        ...next,
        status: event.status,
        error: event.error ?? null,
        version: event.version ?? state.version,
      }
    case 'progress': {
      const { type: _, points, finishedEpochs, ...progress } = event
      const [lastPoint = 0] = state.points.at(-1) ?? []
      const newPoints = points.filter(([iteration]) => iteration > lastPoint)
      const newEpochs = finishedEpochs.filter(({ epoch }) => epoch > (state.epochs.at(-1)?.epoch ?? -1))
      return {
        ...next,
        progress,
        points: [...state.points, ...newPoints],
        epochs: [...state.epochs, ...newEpochs],
      }
    }
    case 'lr-curve':
      return { ...next, curve: event }
    case 'weights':
      return { ...next, weights: event }
    case 'digits':
      return { ...next, digits: event }
    case 'quality':
      return { ...next, quality: event }
  }
}

export interface NumberedEvent {
  readonly seq: number
  readonly event: RunEvent
}

export const isActive = (state: Pick<RunState, 'status'> | null): boolean =>
  state?.status === 'queued' || state?.status === 'running'
