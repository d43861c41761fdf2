import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend, ReLU, Sequential, tf } from '@onecycle/tensor-core'
import { expectNoLeak, testBackends } from '@onecycle/tensor-core/test'
import type { Callback, FitContext } from '../callback.ts'
import { activationStats } from './activation-stats.ts'
import { smallLearner } from './test-data.ts'

describe.each(testBackends())('activationStats on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it('measures what comes out of a layer', async () => {
    await expectNoLeak(async () => {
      const model = new Sequential(new ReLU())
      const stats = activationStats({ histogram: true })
      const context = { model } as unknown as FitContext
      const forward = (rows: number[][]) => tf.tidy(() => void model.forward(tf.tensor2d(rows)))
      await stats.beforeFit!(context)
      forward([[-3, 0.05, 0.3, 1], [0.24, 10, 9.9, 11]]) // prettier-ignore
      await stats.afterTrain!(context)
      model.eval()
      forward([[1]])
      await stats.afterFit!(context)

      const values = [0, 0.05, 0.3, 1, 0.24, 10, 9.9, 11]
      const mean = values.reduce((sum, value) => sum + value, 0) / 8
      const [layer, ...others] = stats.layers
      expect(others).toEqual([])
      expect(layer!.name).toBe('0')
      expect(layer!.mean).toHaveLength(1)
      expect(layer!.mean[0]).toBeCloseTo(mean, 5)
      expect(layer!.std[0]).toBeCloseTo(Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 7), 5)
      expect(layer!.nearZero).toEqual([0.25])
      const counts = Array<number>(40).fill(0)
      counts[0] = 3
      counts[1] = 1
      counts[4] = 1
      counts[39] = 2
      expect(layer!.histogram).toEqual([counts])
    })
  })

  it('has an entry for each training batch of the last fit and each layer', async () => {
    await expectNoLeak(async () => {
      const stats = activationStats()
      const learn = smallLearner([stats])
      await learn.fit(1)
      await learn.fit(2)
      expect(stats.layers.map(({ name }) => name)).toEqual(['0', '1', '2'])
      for (const layer of stats.layers) {
        expect(layer.mean).toHaveLength(16)
        expect(layer.std.every((std) => std > 0)).toBe(true)
        expect(layer.histogram).toEqual([])
      }
      // ReLU lets nothing below zero through.
      expect(Math.min(...stats.layers[1]!.mean)).toBeGreaterThan(0)
      expect(Math.min(...stats.layers[1]!.nearZero)).toBeGreaterThan(0)
      learn.dispose()
    })
  })

  it('takes its listeners away, also when the fit fails', async () => {
    await expectNoLeak(async () => {
      const stats = activationStats({ histogram: true })
      const learn = smallLearner()
      const own = learn.model.children().map(([, child]) => Object.hasOwn(child, 'forward'))
      const failing: Callback = {
        afterBatch({ batch }) {
          if (batch === 3) throw new Error('no more')
        },
      }
      await expect(learn.fit(1, 1e-3, { callbacks: [stats, failing] })).rejects.toThrow('no more')
      expect(learn.model.children().map(([, child]) => Object.hasOwn(child, 'forward'))).toEqual(own)
      expect(stats.layers[0]!.mean).toHaveLength(4)
      expect(stats.layers[0]!.histogram[3]!.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(8 * 6)
      await learn.validate()
      learn.dispose()
    })
  })

  it('counts each layer once, though it is used twice', async () => {
    const relu = new ReLU()
    const model = new Sequential(relu, relu)
    const stats = activationStats()
    const context = { model } as unknown as FitContext
    await stats.beforeFit!(context)
    tf.tidy(() => void model.forward(tf.zeros([3])))
    await stats.afterFit!(context)
    expect(stats.layers.map(({ mean }) => mean)).toEqual([[0, 0]])
  })
})

it('refuses what it does not know', () => {
  expect(() => activationStats({ hist: true } as never)).toThrow('activationStats has no option "hist"')
})
