import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { crossEntropy, Generator, initBackend, ndArray } from '@onecycle/tensor-core'
import { expectNoLeak, testBackends } from '@onecycle/tensor-core/test'
import { accuracy, Learner } from '@onecycle/learner'
import { digitLoaders, type Digits } from './digits.ts'
import { readIdx } from './idx-file.ts'
import { MnistLogistic } from './models/mnist-logistic.ts'
import { MnistNN } from './models/mnist-nn.ts'
import { sampleDigits } from './sample-digits.ts'

/** A bar of ink at a place of its own for each label, in noise. */
function bars(n: number): Digits {
  const rng = new Generator(1)
  const labels = Uint8Array.from({ length: n }, () => rng.integer(10))
  const images = Uint8Array.from({ length: n * 784 }, (_, i) => {
    const inked = Math.floor((i % 784) / 56) === labels[Math.floor(i / 784)]!
    return inked ? 255 - rng.integer(100) : rng.integer(100)
  })
  return { images: ndArray(images, [n, 28, 28]), labels: ndArray(labels) }
}

describe('digitLoaders', () => {
  it('gives flat images with values from 0 to 1', () => {
    const { train, valid } = digitLoaders(bars(200), { validPct: 0.2, batchSize: 64 })
    expect([train.dataset.length, valid.dataset.length]).toEqual([160, 40])
    const [batch] = train
    expect(batch!.inputs[0]!.shape).toEqual([64, 784])
    expect(batch!.targets.shape).toEqual([64])
    const pixels = [...batch!.inputs[0]!.data]
    expect(Math.min(...pixels)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...pixels)).toBe(1)
  })

  it('takes digits that are split already as they are', () => {
    const { train, valid } = digitLoaders(sampleDigits({ train: 128, valid: 10 }), { batchSize: 64 })
    expect([train.dataset.length, train.length, valid.dataset.length]).toEqual([128, 2, 10])
  })

  it('refuses images and labels of different number', () => {
    expect(() => digitLoaders({ ...bars(20), labels: ndArray(new Uint8Array(19)) })).toThrow(
      'there are 20 images, but 19 labels',
    )
  })
})

describe.each(testBackends().filter((name) => name !== 'cpu'))('models on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it('print as in the lesson', () => {
    expect(String(new MnistLogistic())).toBe(
      'MnistLogistic(\n  (lin): Linear(in_features=784, out_features=10, bias=true)\n)',
    )
    expect(new MnistLogistic().parameters().map(({ shape }) => shape)).toEqual([[10, 784], [10]])
  })

  it.each([MnistLogistic, MnistNN])('%o learns to tell bars', async (Model) => {
    await expectNoLeak(async () => {
      const learn = new Learner(digitLoaders(bars(1000)), new Model(), {
        lossFn: crossEntropy,
        metrics: [accuracy],
      })
      await learn.fitOneCycle(2, 1e-2)
      expect(learn.recorder.epochs.at(-1)!.metrics['accuracy']).toBeGreaterThan(0.95)
      learn.dispose()
    })
  })
})

const shared =
  process.env['ONECYCLE_TEST_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const folder = join(shared, 'mnist')
describe.runIf(existsSync(folder))('the 10,000 test digits of MNIST', () => {
  it('MnistNN tells over 91 % of unseen ones after one epoch of one-cycle at 1e-2', async () => {
    await initBackend(['wasm'])
    const images = await readIdx(join(folder, 't10k-images-idx3-ubyte.gz'))
    const labels = await readIdx(join(folder, 't10k-labels-idx1-ubyte.gz'))
    expect(images.shape).toEqual([10_000, 28, 28])
    const learn = new Learner(digitLoaders({ images, labels }), new MnistNN(), {
      lossFn: crossEntropy,
      metrics: [accuracy],
    })
    await learn.fitOneCycle(1, 1e-2)
    expect(learn.recorder.epochs[0]!.metrics['accuracy']).toBeGreaterThan(0.91)
    learn.dispose()
  }, 60_000)
})
