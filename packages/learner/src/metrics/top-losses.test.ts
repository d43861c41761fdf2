import { expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { classes, outputs } from './test-data.ts'
import { crossEntropyRows, topLosses } from './top-losses.ts'

const { preds, y, losses, top3_values, top3_idx } = fixture<{
  confusion: { preds: number[][]; y: number[]; losses: number[]; top3_values: number[]; top3_idx: number[] }
}>('10_misc').confusion

it('gives each row its cross-entropy', () => {
  const logits = preds.map((row) => row.map((p) => Math.log(p) + 3))
  for (const [row, loss] of crossEntropyRows(outputs(logits), classes(...y)).entries())
    expect(loss).toBeCloseTo(losses[row]!, 6)
})

it('is exact for logits whose exponentials no float holds', () => {
  expect([...crossEntropyRows(outputs([[1000, 0]]), classes(0))]).toEqual([0])
  expect([...crossEntropyRows(outputs([[1000, 0]]), classes(1))]).toEqual([1000])
})

it('sorts rows by loss', () => {
  const top = topLosses(losses, { k: 3 })
  expect(top.map(({ loss }) => loss)).toEqual(top3_values)
  expect(top.map(({ row }) => row).sort()).toEqual(top3_idx.toSorted()) // two are equal: any order
  expect(topLosses(losses, { k: 2, largest: false }).map(({ row }) => row)).toEqual([1, 0])
  expect(topLosses(losses)).toHaveLength(losses.length)
  expect(topLosses([])).toEqual([])
})

it('refuses bad options', () => {
  expect(() => topLosses(losses, { k: 0 })).toThrow('topLosses: k is 0; expected an integer of at least 1')
  expect(() => topLosses(losses, { biggest: true } as never)).toThrow('topLosses has no option "biggest"')
  expect(() => crossEntropyRows(outputs([[1]]), classes(0))).toThrow('at least 2 classes')
})
