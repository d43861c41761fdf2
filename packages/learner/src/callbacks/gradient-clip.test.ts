import { beforeAll, expect, it } from 'vitest'
import { initBackend, tf } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { Callback, FitContext } from '../callback.ts'
import { gradientClip } from './gradient-clip.ts'
import { smallLearner } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

const clipped = (maxNorm: number, ...values: (number[] | null)[]) => {
  const gradients = values.map((value) => value && tf.tensor1d(value))
  const after = gradientClip({ maxNorm }).afterBackward!(gradients, {} as FitContext)!
  const read = after.map((gradient) => gradient && [...gradient.dataSync()])
  tf.dispose(after.filter((gradient) => gradient !== null))
  return read
}

it('shrinks all gradients together to the norm', async () => {
  await expectNoLeak(() => {
    const [a, none, b] = clipped(1, [3, 0], null, [0, 4])
    expect(a![0]).toBeCloseTo(0.6, 5)
    expect(b![1]).toBeCloseTo(0.8, 5)
    expect(none).toBeNull()
  })
})

it('leaves small gradients as they are', async () => {
  await expectNoLeak(() => {
    expect(clipped(10, [3], [4])).toEqual([[3], [4]])
    expect(clipped(1, [0, 0])).toEqual([[0, 0]])
    expect(clipped(1, null)).toEqual([null])
  })
})

it('bounds the steps of a fit, and leaks nothing', async () => {
  await expectNoLeak(async () => {
    const norms: number[] = []
    const watcher: Callback = {
      order: 1,
      afterBackward(gradients) {
        const squares = gradients.map((gradient) =>
          tf.tidy(() => tf.sum(tf.square(gradient!)).dataSync()[0]!),
        )
        norms.push(Math.sqrt(squares.reduce((sum, square) => sum + square, 0)))
        return gradients
      },
    }
    const learn = smallLearner([gradientClip({ maxNorm: 0.05 }), watcher])
    await learn.fit(1)
    expect(norms).toHaveLength(8)
    expect(Math.max(...norms)).toBeCloseTo(0.05, 5)
    learn.dispose()
  })
})

it('refuses what it does not know', () => {
  expect(() => gradientClip({ maxNorm: 0 })).toThrow('gradientClip: maxNorm is 0; expected a number above 0')
  expect(() => gradientClip({ clip: 1 } as never)).toThrow(
    'gradientClip has no option "clip"; it has maxNorm',
  )
})
