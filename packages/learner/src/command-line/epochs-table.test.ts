import { expect, it } from 'vitest'
import { epochsData, epochsTable } from './epochs-table.ts'

const epochs = [
  {
    epoch: 0,
    trainLoss: 0.5,
    validLoss: 0.25,
    metrics: { accuracy: 0.9, rmse: 1 },
    seconds: 1.234,
    batches: 10,
  },
  {
    epoch: 1,
    trainLoss: 0.25,
    validLoss: NaN,
    metrics: { accuracy: 0.95, rmse: NaN },
    seconds: 1,
    batches: 20,
  },
]

it('a table of epochs has a column for each metric, and a dash for what is no number', () => {
  expect(epochsTable(epochs).split('\n').map((line) => line.split(/ +/).filter(Boolean))).toEqual([
    ['epoch', 'train', 'valid', 'accuracy', 'rmse', 'seconds'],
    ['─────', '────────', '────────', '────────', '────────', '───────'],
    ['1', '0.500000', '0.250000', '0.900000', '1.000000', '1.23'],
    ['2', '0.250000', '-', '0.950000', '-', '1.00'],
  ])
}) // prettier-ignore

it('epochs as data are counted from 1, metrics beside the losses', () => {
  expect(epochsData(epochs)[0]).toEqual({ epoch: 1, trainLoss: 0.5, validLoss: 0.25, accuracy: 0.9, rmse: 1, seconds: 1.234 })
}) // prettier-ignore
