import { beforeAll, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import type { FitContext } from '../callback.ts'
import { reduceLrOnPlateau, type ReduceLrOnPlateauOptions } from './reduce-lr-on-plateau.ts'
import { epochsWith, smallLearner } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

/** The rates that a schedule's `lrs` become after epochs with these losses. */
const ratesAfter = async (options: ReduceLrOnPlateauOptions, losses: number[], ...lrs: number[]) => {
  const callback = reduceLrOnPlateau(options)
  await epochsWith(callback, losses)
  const hypers = lrs.map((lr) => ({ lr, mom: 0.9, wd: 0 }))
  await callback.beforeBatch!({ hypers } as unknown as FitContext)
  return hypers.map(({ lr }) => lr)
}

it('divides the rates of all groups at each plateau', async () => {
  expect(await ratesAfter({}, [3, 2, 1], 1, 0.1)).toEqual([1, 0.1])
  expect(await ratesAfter({}, [3, 3], 1, 0.1)).toEqual([0.1, 0.01])
  expect(await ratesAfter({}, [3, 3, 3], 1)).toEqual([0.01])
  expect(await ratesAfter({ factor: 2, patience: 2 }, [3, 3, 3, 3, 3], 1)).toEqual([0.25])
})

it('goes no lower than minLr, and leaves a schedule that is lower', async () => {
  expect(await ratesAfter({ minLr: 0.5 }, [3, 3], 1, 0.25)).toEqual([0.5, 0.25])
})

it('is seen in the recorder', async () => {
  const learn = smallLearner()
  const callbacks = [reduceLrOnPlateau({ monitor: 'validLoss', minDelta: 100 })]
  await learn.fit(3, 0.01, { callbacks })
  const { lrs } = learn.recorder
  expect([lrs[0], lrs[8], lrs[16]]).toEqual([0.01, 0.01, 0.001])
  learn.dispose()
})

it('refuses what it does not know', () => {
  expect(() => reduceLrOnPlateau({ factor: 0.2 })).toThrow('factor is 0.2; expected a number above 1')
  expect(() => reduceLrOnPlateau({ min_lr: 0 } as never)).toThrow('reduceLrOnPlateau has no option "min_lr"')
})
