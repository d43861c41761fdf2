import { formatTable } from '@onecycle/tensor-core'
import type { EpochRecord } from '@onecycle/learner'

/** The epochs of a fit as a table for a terminal, a column for each metric. */
export function epochsTable(epochs: readonly EpochRecord[]): string {
  const metrics = Object.keys(epochs[0]?.metrics ?? {})
  const shown = (value: number | undefined) => (Number.isFinite(value) ? value!.toFixed(6) : '-')
  return formatTable(
    ['epoch', 'train', 'valid', ...metrics, 'seconds'],
    epochs.map((record) => [
      record.epoch + 1,
      shown(record.trainLoss),
      shown(record.validLoss),
      ...metrics.map((name) => shown(record.metrics[name])),
      record.seconds.toFixed(2),
    ]),
  )
}

/** The epochs of a fit for `--json`, counted from 1. */
export const epochsData = (epochs: readonly EpochRecord[]) =>
  epochs.map(({ epoch, trainLoss, validLoss, metrics, seconds }) => ({
    epoch: epoch + 1,
    trainLoss,
    validLoss,
    ...metrics,
    seconds,
  }))
