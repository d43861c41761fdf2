import { describe, expect, it } from 'vitest'
import type { ChartSpec } from './chart-spec.ts'
import { lossesPlot, lrPlot, metricsPlot, type Recorded } from './recorder-plots.ts'

const epoch = (number: number, validLoss: number, accuracy: number) => ({
  epoch: number,
  trainLoss: 0,
  validLoss,
  metrics: { accuracy },
  seconds: 1,
  batches: 3 * (number + 1),
})
const recorded: Recorded = {
  losses: [9, 7, 8, 5, 6, 4],
  smoothedLosses: [9, 8, 8, 7, 6.5, 6],
  lrs: [0.1, 0.2, 0.3, 0.2, 0.1, 0],
  moms: [0.95, 0.9, 0.85, 0.9, 0.95, 0.95],
  epochs: [epoch(0, 7.5, 0.5), epoch(1, 6.5, 0.75)],
}

/** The points of each line of a panel. */
const pointsOf = ({ layer }: ChartSpec) =>
  Object.fromEntries(
    (layer as { data: { values: { x: number; y: number; line: string }[] } }[]).map(
      ({ data: { values } }) => [values[0]!.line, values.map(({ x, y }) => [x, y])],
    ),
  )

describe('plotLosses', () => {
  it('has the smoothed loss of each batch and the validation loss at the batches by then', () => {
    expect(pointsOf(lossesPlot(recorded).spec)).toEqual({
      train: [[0, 9], [1, 8], [2, 8], [3, 7], [4, 6.5], [5, 6]],
      valid: [[3, 7.5], [6, 6.5]],
    }) // prettier-ignore
  })

  it('can show the loss of each batch, and a part', () => {
    expect(pointsOf(lossesPlot(recorded, { raw: true, skipStart: 2, skipEnd: 2 }).spec)).toEqual({
      train: [[2, 8], [3, 7]],
      'train, each batch': [[2, 8], [3, 5]],
      valid: [[3, 7.5]],
    }) // prettier-ignore
  })

  it('can leave out everything', () => {
    expect(lossesPlot(recorded, { skipStart: 9 }).toText()).toBe(
      'Losses\ntrain  (no values)\nvalid  (no values)\n',
    )
  })
})

it('plotLr shows the learning rate, and momentum beside it', () => {
  expect(pointsOf(lrPlot(recorded).spec)).toEqual({ lr: recorded.lrs.map((lr, i) => [i, lr]) })
  const { hconcat } = lrPlot(recorded, { showMoms: true }).spec as unknown as { hconcat: ChartSpec[] }
  expect(hconcat.map(pointsOf)).toEqual([
    { lr: recorded.lrs.map((lr, i) => [i, lr]) },
    { mom: recorded.moms.map((mom, i) => [i, mom]) },
  ])
})

it('plotMetrics shows each metric, and throws where there are none', () => {
  expect(pointsOf(metricsPlot(recorded).spec)).toEqual({ accuracy: [[3, 0.5], [6, 0.75]] }) // prettier-ignore
  const none = { ...recorded, epochs: recorded.epochs.map((of) => ({ ...of, metrics: {} })) }
  expect(() => metricsPlot(none)).toThrow('give the learner some, as in { metrics: [accuracy] }')
  expect(() => metricsPlot({ ...recorded, epochs: [] })).toThrow('no epoch has been finished yet')
})

it('unknown options are refused', () => {
  expect(() => lossesPlot(recorded, { rwa: true } as never)).toThrow('plotLosses has no option "rwa"')
  expect(() => lrPlot(recorded, { moms: true } as never)).toThrow(
    'plotLr has no option "moms"; it has showMoms',
  )
})
