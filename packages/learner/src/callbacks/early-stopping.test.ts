import { beforeAll, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { earlyStopping } from './early-stopping.ts'
import { epochsWith, smallLearner } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

it.each([
  [1, [3, 2, 2, 1], 3],
  [2, [3, 2, 2, 1, 1, 1], 6],
  [2, [3, 4, 5, 1], 3],
  [1, [3, 2, 1], 3],
])('with patience %d, losses %j stop after %d epochs', async (patience, losses, expected) => {
  expect(await epochsWith(earlyStopping({ patience }), losses)).toBe(expected)
})

it('begins anew with each fit', async () => {
  const stopping = earlyStopping()
  expect(await epochsWith(stopping, [1, 2])).toBe(2)
  expect(await epochsWith(stopping, [9, 8, 7])).toBe(3)
})

it('ends a real fit, and leaves the epochs so far in the recorder', async () => {
  await expectNoLeak(async () => {
    const learn = smallLearner()
    // A learning rate of 0: nothing ever gets better.
    await learn.fit(9, 0, { callbacks: [earlyStopping({ monitor: 'accuracy', patience: 3 })] })
    expect(learn.recorder.epochs).toHaveLength(4)
    learn.dispose()
  })
})

it('refuses what it does not know', async () => {
  expect(() => earlyStopping({ patince: 3 } as never)).toThrow(
    'earlyStopping has no option "patince"; it has monitor, mode, minDelta, patience',
  )
  expect(() => earlyStopping({ patience: 0 })).toThrow('patience is 0; expected an integer of at least 1')
  const learn = smallLearner([earlyStopping({ monitor: 'f1' })])
  await expect(learn.fit(1)).rejects.toThrow(
    'earlyStopping: monitor is "f1"; expected trainLoss, validLoss, accuracy',
  )
  learn.dispose()
})
