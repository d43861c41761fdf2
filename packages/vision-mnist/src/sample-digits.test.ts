import { beforeAll, describe, expect, it } from 'vitest'
import { crossEntropy, initBackend } from '@onecycle/tensor-core'
import { accuracy, Learner } from '@onecycle/learner'
import { digitLoaders } from './digits.ts'
import { MnistLogistic } from './models/mnist-logistic.ts'
import { MnistNN } from './models/mnist-nn.ts'
import { sampleDigits } from './sample-digits.ts'

describe('sampleDigits', () => {
  it('has MNIST’s form: [n, 784] from 0 to 1, all ten digits, ink in the middle', () => {
    const { train, valid, source } = sampleDigits({ train: 500, valid: 100 })
    expect([train.images.shape, valid.images.shape]).toEqual([[500, 784], [100, 784]]) // prettier-ignore
    expect(new Set(train.labels.data)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(train.images.data.every((value) => value >= 0 && value <= 1)).toBe(true)
    const border = train.images.data.filter(
      (_, at) => [0, 27].includes(at % 28) || [0, 27].includes(Math.floor((at % 784) / 28)),
    )
    expect(border.filter((value) => value > 0).length / border.length).toBeLessThan(0.02)
    // Real digits have 104 pixels' worth of ink on average.
    const ink = train.images.data.reduce((sum, value) => sum + value, 0) / 500
    expect(Math.abs(ink - 104)).toBeLessThan(20)
    expect(source.name).toBe('onecycle sample digits (synthetic): 500 for training, 100 for validation')
  })

  it('is the same for the same seed, and no two sets or digits are alike', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => sampleDigits({ seed, train: 200, valid: 200 }))
    expect(again).toEqual(first)
    expect(other!.train.images.data).not.toEqual(first!.train.images.data)
    expect(first!.valid.images.data).not.toEqual(first!.train.images.data)
    const { images } = first!.train
    const pictures = new Set(
      Array.from({ length: 200 }, (_, i) => images.data.subarray(i * 784, (i + 1) * 784).join()),
    )
    expect(pictures.size).toBe(200)
  })

  it.each([[{ train: 0 }, 'train is 0'], [{ valid: 1.5 }, 'valid is 1.5'], [{ seed: -1 }, 'seed is -1']])('refuses %j', (options, message) => {
    expect(() => sampleDigits(options)).toThrow(message)
  }) // prettier-ignore

  describe('can be learned', () => {
    beforeAll(() => initBackend(['wasm']))
    it.each([[MnistLogistic], [MnistNN]])('by %o: over 95 % after one epoch', async (Model) => {
      const learn = new Learner(digitLoaders(sampleDigits()), new Model(), {
        lossFn: crossEntropy,
        metrics: [accuracy],
      })
      await learn.fitOneCycle(1, 1e-2)
      expect(learn.recorder.epochs[0]!.metrics['accuracy']).toBeGreaterThan(0.95)
      learn.dispose()
    })
  })
})
