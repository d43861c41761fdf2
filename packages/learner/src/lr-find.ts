import type { Callback } from './callback.ts'
import { suggestLrs, type LrSuggestions } from './lr-suggestions.ts'
import { plotOf, type Plot } from './plots/plot.ts'
import type { Recorder } from './recorder.ts'

export interface LrFindOptions {
  /** The first rate. Default 1e-7. */
  readonly start?: number
  /** The rate that the one after the last would have. Default 10. */
  readonly end?: number
  /** Batches. Default 100. */
  readonly numIt?: number
  /** End when the smoothed loss exceeds four times its lowest. Default true. */
  readonly stopDiv?: boolean
  readonly signal?: AbortSignal
}

/** The curve of an lr finder: loss against learning rate. */
export class LrFindResult {
  readonly lrs: readonly number[]
  /** As they came, and smoothed. */
  readonly losses: readonly number[]
  readonly smoothedLosses: readonly number[]
  /** By several rules, from the curve without its first tenth and its last five. */
  readonly suggestions: LrSuggestions

  constructor({ lrs, losses, smoothedLosses }: Recorder, numIt: number) {
    this.lrs = lrs.slice(0, losses.length)
    this.losses = losses
    this.smoothedLosses = smoothedLosses
    const window = [Math.floor(numIt / 10), -5] as const
    this.suggestions = suggestLrs(this.lrs.slice(...window), smoothedLosses.slice(...window))
  }

  /** Smoothed loss against learning rate, without the first `skipStart` (10) and the last `skipEnd` (5) points. */
  plot({ skipStart = 10, skipEnd = 5 }: { skipStart?: number; skipEnd?: number } = {}): Plot {
    const points = this.lrs.map((lr, i) => [lr, this.smoothedLosses[i]!] as const)
    return plotOf('Learning rate finder', {
      x: { title: 'learning rate', scale: 'log', format: '.0e' },
      y: { title: 'loss' },
      lines: [{ name: 'loss', points: points.slice(skipStart, points.length - skipEnd) }],
    })
  }

  /** The rule that fast.ai uses by itself: the valley's. */
  get suggestion(): number {
    return this.suggestions.valley
  }
}

/** Ends a fit after `numIt` batches, or when the smoothed loss has exceeded four times its lowest. */
export function stopWhenDiverging(recorder: Recorder, numIt: number, stopDiv: boolean): Callback {
  let best = Infinity
  return {
    name: 'lrFind',
    afterBatch({ iteration, stop }) {
      const smoothed = recorder.smoothedLosses.at(-1)!
      best = Math.min(best, smoothed)
      if (iteration + 1 >= numIt || (stopDiv && smoothed > 4 * best)) stop()
    },
  }
}
