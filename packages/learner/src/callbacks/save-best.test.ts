import { beforeAll, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { Callback } from '../callback.ts'
import { saveBest } from './save-best.ts'
import { smallLearner, valuesOf } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

/** Learns for two epochs, then unlearns. */
const spoiler: Callback = {
  beforeBatch({ epoch, hypers }) {
    if (epoch > 1) for (const group of hypers) group.lr = 50
  },
}

it('puts the parameters of the best epoch back', async () => {
  await expectNoLeak(async () => {
    const best = saveBest()
    const seen: Float32Array[][] = []
    const learn = smallLearner()
    const watcher: Callback = {
      async afterEpoch() {
        seen.push(await valuesOf(learn))
      },
    }
    await learn.fit(4, 0.05, { callbacks: [spoiler, watcher, best] })
    const { epochs } = learn.recorder
    const losses = epochs.map(({ validLoss }) => validLoss)
    expect(best.best).toEqual({ epoch: 1, value: Math.min(...losses) })
    expect(await valuesOf(learn)).toEqual(seen[1])
    expect((await learn.validate()).loss).toBe(losses[1])
    learn.dispose()
  })
})

it('puts them back when the fit fails, and changes nothing when there was no epoch', async () => {
  const learn = smallLearner()
  const best = saveBest({ monitor: 'accuracy' })
  const failing: Callback = {
    afterBatch({ iteration }) {
      if (iteration === 20) throw new Error('no more')
    },
  }
  await expect(learn.fit(4, 0.05, { callbacks: [spoiler, best, failing] })).rejects.toThrow('no more')
  expect((await learn.validate()).metrics['accuracy']).toBe(best.best!.value)

  const before = await valuesOf(learn)
  const early: Callback = {
    beforeTrain() {
      throw new Error('at once')
    },
  }
  await expect(learn.fit(1, 0.05, { callbacks: [best, early] })).rejects.toThrow('at once')
  expect(await valuesOf(learn)).toEqual(before)
  expect(best.best).toBeNull()
  learn.dispose()
})

it('refuses unknown options', () => {
  expect(() => saveBest({ every: 'epoch' } as never)).toThrow('saveBest has no option "every"')
})
