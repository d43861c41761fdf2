import { expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { confusionMatrix, mostConfused } from './confusion-matrix.ts'
import { classes, outputs } from './test-data.ts'

const { preds, y, cm_rows_actual_cols_predicted, most_confused } = fixture<{
  confusion: {
    preds: number[][]
    y: number[]
    cm_rows_actual_cols_predicted: number[][]
    most_confused: number[][]
  }
}>('10_misc').confusion

it('has actual classes in rows and predicted ones in columns', () => {
  expect(confusionMatrix(outputs(preds), classes(...y))).toEqual(cm_rows_actual_cols_predicted)
})

it('names the classes that are mixed up, most often first', () => {
  const matrix = confusionMatrix(outputs(preds), classes(...y))
  const pairs = mostConfused(matrix).map(({ actual, predicted, count }) => [actual, predicted, count])
  expect(pairs).toEqual(most_confused)
  const counts = [
    [9, 1, 0],
    [3, 5, 2],
    [0, 7, 5],
  ]
  expect(mostConfused(counts, { minCount: 2 }).map(({ count }) => count)).toEqual([7, 3, 2])
})

it('refuses what it cannot count', () => {
  expect(() => confusionMatrix(outputs(preds), classes(0, 1))).toThrow(
    'targets have shape [2]; expected one class number for each of 7 rows',
  )
  expect(() => mostConfused([[1]], { minCount: 0 })).toThrow(
    'mostConfused: minCount is 0; expected an integer of at least 1',
  )
})
