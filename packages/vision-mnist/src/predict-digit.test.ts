import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crossEntropy, initBackend, ndArray } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { Learner } from '@onecycle/learner'
import { digitLoaders } from './digits.ts'
import { MnistNN } from './models/mnist-nn.ts'
import { predictDigit } from './predict-digit.ts'
import { sampleDigits } from './sample-digits.ts'
import type { Stroke } from './drawing/draw-strokes.ts'

describe('predictDigit', () => {
  let learn: Learner
  beforeAll(async () => {
    await initBackend(['wasm'])
    learn = new Learner(digitLoaders(sampleDigits()), new MnistNN(), { lossFn: crossEntropy })
    await learn.fitOneCycle(1, 1e-2)
  })
  afterAll(() => learn.dispose())

  const drawings: [digit: number, strokes: Stroke[]][] = [
    [1, [[[300, 100], [290, 420]]]],
    [4, [[[60, 10], [20, 80], [110, 80]], [[85, 50], [85, 130]]]],
    [7, [[[10, 20], [90, 20], [40, 160]]]],
  ] // prettier-ignore

  it.each(drawings)('tells a %i from its strokes', async (digit, strokes) => {
    const found = await predictDigit(learn, strokes)
    expect(found.digit).toBe(digit)
    expect(found.probabilities).toHaveLength(10)
    expect(found.probabilities.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5)
    expect(found.image.shape).toEqual([784])
  })

  it('tells digits from pictures, four times as large and elsewhere on the page', async () => {
    const { images, labels } = sampleDigits({ seed: 7, train: 100, valid: 1 }).train
    let right = 0
    for (let n = 0; n < 100; n++) {
      const page = new Float32Array(200 * 300)
      for (let at = 0; at < 112 * 112; at++) {
        const [i, j] = [Math.floor(at / 112), at % 112]
        page[(i + 70) * 300 + j + 150] = images.data[n * 784 + Math.floor(i / 4) * 28 + Math.floor(j / 4)]!
      }
      const found = await predictDigit(learn, ndArray(page, [200, 300]))
      if (found.digit === labels.data[n]) right++
    }
    expect(right).toBeGreaterThanOrEqual(93)
  })

  it('takes a model alone, says the same and keeps nothing', async () => {
    const [digit, strokes] = drawings[1]!
    await expectNoLeak(async () => {
      const byModel = await predictDigit(learn.model, strokes)
      const byLearner = await predictDigit(learn, strokes)
      expect(byModel.digit).toBe(digit)
      expect(byModel.probabilities).toEqual(byLearner.probabilities)
    })
  })

  it('refuses an empty drawing', async () => {
    await expect(predictDigit(learn, [])).rejects.toThrow('the drawing is empty')
  })
})
