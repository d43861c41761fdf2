import { beforeAll, describe, expect, it } from 'vitest'
import {
  crossEntropy,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
} from '@onecycle/tensor-core'
import { expectNoLeak, testBackends } from '@onecycle/tensor-core/test'
import { events, type Callback } from './callback.ts'
import { DataLoaders } from './data/data-loaders.ts'
import { TensorDataset } from './data/tensor-dataset.ts'
import { Learner } from './learner.ts'
import { accuracy } from './metrics/accuracy.ts'

/** Points in the plane; the class is the quadrant. */
const quadrants = (n: number, seed: number) => {
  const rng = new Generator(seed)
  const x = Float32Array.from({ length: 2 * n }, () => 2 * rng.uniform() - 1)
  const y = Int32Array.from({ length: n }, (_, i) => (x[2 * i]! > 0 ? 1 : 0) + (x[2 * i + 1]! > 0 ? 2 : 0))
  return new TensorDataset(ndArray(x, [n, 2]), ndArray(y))
}

const quadrantLearner = (callbacks: Callback[] = []) => {
  const rng = new Generator(1)
  const model = new Sequential(new Linear(2, 16, { rng }), new ReLU(), new Linear(16, 4, { rng }))
  const dls = new DataLoaders(quadrants(640, 1), quadrants(100, 2), { batchSize: 32 })
  return new Learner(dls, model, { lossFn: crossEntropy, metrics: [accuracy], callbacks })
}

describe.each(testBackends().filter((name) => name !== 'cpu'))('Learner on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it('learns', async () => {
    const learn = quadrantLearner()
    await learn.fitOneCycle(8, 0.05)
    const { epochs, losses, lrs, moms } = learn.recorder
    expect(epochs).toHaveLength(8)
    expect(epochs.at(-1)!.metrics['accuracy']).toBeGreaterThan(0.95)
    expect(epochs.at(-1)!.validLoss).toBeLessThan(epochs[0]!.validLoss)
    expect(losses).toHaveLength(160)
    expect(lrs[48]).toBeCloseTo(0.05, 12)
    expect(moms[48]).toBeCloseTo(0.85, 12)
    expect(await learn.validate()).toEqual({
      loss: epochs.at(-1)!.validLoss,
      metrics: epochs.at(-1)!.metrics,
    })
    learn.dispose()
  })

  it('gives the same bytes for the same seed', async () => {
    const train = async () => {
      const learn = quadrantLearner()
      await learn.fit(2, 1e-2)
      const values = await Promise.all(learn.model.parameters().map((parameter) => parameter.data()))
      learn.dispose()
      return values
    }
    expect(await train()).toEqual(await train())
  })

  it('leaves no tensor behind', async () => {
    await expectNoLeak(async () => {
      const learn = quadrantLearner()
      await learn.fit(1)
      await expectNoLeak(() => learn.fitOneCycle(2))
      learn.dispose()
    })
  })

  it('calls events in order, callbacks by their order, and waits for them', async () => {
    const seen: string[] = []
    const note = (name: string, order: number): Callback => ({
      name,
      order,
      ...Object.fromEntries(
        events.map((event) => [
          event,
          async () => {
            await Promise.resolve()
            seen.push(`${name} ${event}`)
          },
        ]),
      ),
    })
    const learn = quadrantLearner([note('late', 5), note('early', -5)])
    await learn.fit(1)
    const early = seen.filter((entry) => entry.startsWith('early')).map((entry) => entry.slice(6))
    const batch = ['beforeBatch', 'afterBatch', 'afterBatches']
    expect(early).toEqual([
      ...['beforeFit', 'beforeEpoch', 'beforeTrain', ...Array<string[]>(20).fill(batch).flat(), 'afterTrain'],
      ...['beforeValidate', 'afterValidate', 'afterEpoch', 'afterFit'],
    ])
    expect(seen.slice(0, 2)).toEqual(['early beforeFit', 'late beforeFit'])
    learn.dispose()
  })

  it('stops when a callback says so, and cleans up when one throws', async () => {
    let fits = 0
    const learn = quadrantLearner([
      {
        afterBatch: (context) => (context.iteration === 6 ? context.stop() : undefined),
        afterFit: () => {
          fits++
        },
      },
    ])
    await learn.fit(3)
    expect(learn.recorder.losses).toHaveLength(7)
    expect(learn.recorder.epochs).toHaveLength(0)
    await expectNoLeak(async () => {
      const failing: Callback = {
        afterBatch() {
          throw new Error('no more')
        },
      }
      await expect(learn.fit(1, 1e-3, { callbacks: [failing] })).rejects.toThrow('no more')
    })
    expect(fits).toBe(2)
    learn.dispose()
  })

  it('runs every cleanup hook, whatever throws', async () => {
    const seen: string[] = []
    const learn = quadrantLearner([
      {
        order: 1,
        afterFit() {
          seen.push('first')
          throw new Error('in the first hook')
        },
      },
      { order: 2, afterFit: () => void seen.push('second') },
    ])
    await expect(learn.fit(1)).rejects.toThrow('in the first hook')
    expect(seen).toEqual(['first', 'second'])
    learn.dispose()
  })

  it('can be aborted', async () => {
    const learn = quadrantLearner()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(learn.fit(1, 1e-3, { signal })).rejects.toThrow('enough')
    learn.dispose()
  })

  it('names the batch where the loss is not a number', async () => {
    const learn = quadrantLearner()
    const poison: Callback = {
      beforeBatch({ iteration, data }) {
        if (iteration === 3) data!.inputs[0]!.data[0] = NaN
      },
    }
    await expect(learn.fit(1, 1e-3, { callbacks: [poison] })).rejects.toThrow(
      'the training loss is NaN at batch 4 of epoch 1',
    )
    learn.dispose()
  })

  it('lets the event loop have its turn', async () => {
    const learn = quadrantLearner()
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await learn.fit(60)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(3)
    learn.dispose()
  })

  it('refuses what it does not know', async () => {
    const { dls, model } = quadrantLearner()
    const lossFn = crossEntropy
    expect(() => new Learner(dls, model, { lossFn, metrics: ['accuracy'] as never })).toThrow(
      'Learner: metrics is accuracy; expected a list of metrics',
    )
    expect(() => new Learner(dls, model, { lossFn, weightDecay: 0.1 } as never)).toThrow(
      'Learner has no option "weightDecay"; it has lossFn, metrics, wd',
    )
    const learn = new Learner(dls, model, { lossFn })
    await expect(learn.fit(1, 1e-3, { wd: -1 })).rejects.toThrow(
      'fit: wd is -1; expected a number of at least 0',
    )
    await expect(learn.fitOneCycle(1, 1e-3, { pctstart: 0.2 } as never)).rejects.toThrow(
      'has no option "pctstart"',
    )
    await expect(learn.lrFind({ stop: 1 } as never)).rejects.toThrow('lrFind has no option "stop"')
  })

  it.each([0, 1.5, -1])('refuses %s epochs', async (epochs) => {
    await expect(quadrantLearner().fit(epochs)).rejects.toThrow(
      `epochs is ${epochs}; expected an integer of at least 1`,
    )
  })
})
