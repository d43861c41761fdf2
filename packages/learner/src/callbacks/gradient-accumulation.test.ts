import { beforeAll, expect, it } from 'vitest'
import { initBackend, tf } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { Callback, FitContext } from '../callback.ts'
import { gradientAccumulation } from './gradient-accumulation.ts'
import { smallLearner, valuesOf } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

it('gives the mean over rows when there are enough', async () => {
  await expectNoLeak(async () => {
    const callback = gradientAccumulation({ nAcc: 5 })
    const step = (gradient: number[] | null, size: number) => {
      const given = callback.afterBackward!([gradient && tf.tensor1d(gradient)], {
        data: { size },
      } as FitContext)
      const read = given?.map((mean) => mean && [...mean.dataSync()])
      for (const mean of given ?? []) mean?.dispose()
      return read
    }
    expect(step([1, 2], 2)).toBeUndefined()
    expect(step([4, 7], 4)).toEqual([[3, (2 * 2 + 4 * 7) / 6].map(Math.fround)])
    expect(step([1, 1], 5)).toEqual([[1, 1]]) // begun anew
    expect(step(null, 5)).toEqual([null])
    expect(step([9, 9], 1)).toBeUndefined()
    await callback.afterFit!({} as FitContext) // what is left is dropped
  })
})

it('trains as with larger batches', async () => {
  const train = async (batchSize: number, callbacks: Callback[]) => {
    const learn = smallLearner(callbacks, batchSize)
    await learn.fit(2, 0.01)
    const values = await valuesOf(learn)
    learn.dispose()
    return values
  }
  await expectNoLeak(async () => {
    const large = await train(32, [])
    const small = await train(8, [gradientAccumulation({ nAcc: 32 })])
    for (const [i, values] of small.entries())
      for (const [k, value] of values.entries()) expect(value).toBeCloseTo(large[i]![k]!, 5)
  })
})

it('leaks nothing when a fit ends between two steps', async () => {
  await expectNoLeak(async () => {
    const learn = smallLearner([gradientAccumulation({ nAcc: 1000 })])
    await learn.fit(1)
    learn.dispose()
  })
})

it('refuses what it does not know', () => {
  expect(() => gradientAccumulation({ nAcc: 0 })).toThrow('nAcc is 0; expected an integer of at least 1')
  expect(() => gradientAccumulation({ n: 0 } as never)).toThrow('gradientAccumulation has no option "n"')
})
