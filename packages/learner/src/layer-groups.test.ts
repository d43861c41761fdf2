import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  BatchNorm1d,
  crossEntropy,
  Dropout,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
  tf,
} from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { Callback } from './callback.ts'
import { DataLoaders } from './data/data-loaders.ts'
import { TensorDataset } from './data/tensor-dataset.ts'
import { bodyAndHead } from './layer-groups.ts'
import { Learner } from './learner.ts'
import { decodeLearnerState, encodeLearnerState } from './checkpoint/learner-file.ts'
import { AutodiffStep } from './autodiff-step.ts'
import { adam } from './optim/adam.ts'
import { slice } from './slice.ts'
import type { LearnerState } from './learner-state.ts'

const rng = new Generator(3)
const rows = (n: number) => {
  const x = Float32Array.from({ length: 4 * n }, () => rng.normal())
  return new TensorDataset(
    ndArray(x, [n, 4]),
    ndArray(Int32Array.from({ length: n }, (_, i) => (x[4 * i]! > 0 ? 1 : 0))),
  )
}
const data = [rows(256), rows(64)] as const

/** A body of two linear layers with batch-norm, and a head with dropout. */
const makeLearner = (callbacks: Callback[] = []) => {
  const init = new Generator(5)
  const body = new Sequential(
    new Linear(4, 8, { rng: init }),
    new BatchNorm1d(8),
    new ReLU(),
    new Linear(8, 8, { rng: init }),
    new ReLU(),
    new ReLU(),
  )
  const head = new Sequential(new Dropout(0.2, { rng: new Generator(9) }), new Linear(8, 2, { rng: init }))
  return new Learner(new DataLoaders(...data, { batchSize: 32 }), new Sequential(body, head), {
    lossFn: crossEntropy,
    splitter: bodyAndHead(),
    callbacks,
  })
}

const valuesOf = async (learn: Learner) => (await learn.state()).model

describe('layer groups', () => {
  beforeAll(() => initBackend(['wasm']))

  it('are the halves of the body and the head', () => {
    const learn = makeLearner()
    expect(learn.groups.map(({ parameters }) => parameters.map(({ shape }) => shape))).toEqual([
      [[8, 4], [8], [8], [8]],
      [[8, 8], [8]],
      [[2, 8], [2]],
    ])
  })

  it('are trained at rates of their own', async () => {
    const seen: number[][] = []
    const learn = makeLearner([{ beforeBatch: ({ hypers }) => void seen.push(hypers.map(({ lr }) => lr)) }])
    await learn.fit(1, slice(1e-5, 1e-3))
    await learn.fit(1, slice(3e-3))
    await learn.fitOneCycle(1, [1e-3, 2e-3, 3e-3])
    expect(seen[0]!.map((lr) => lr.toExponential(6))).toEqual(['1.000000e-5', '1.000000e-4', '1.000000e-3'])
    expect(seen[8]).toEqual([1e-3, 1e-3, 3e-3])
    expect(seen[18]).toEqual([1e-3, 2e-3, 3e-3]) // the top of the cycle: batch 2 of 8
    await expect(learn.fit(1, [1e-3])).rejects.toThrow('1 learning rates were given for 3 layer groups')
    learn.dispose()
  })

  it('decay as they are told', async () => {
    const seen: number[][] = []
    const learn = makeLearner([{ beforeBatch: ({ hypers }) => void seen.push(hypers.map(({ wd }) => wd)) }])
    await learn.fit(1, 1e-3, { wd: [0.3, 0, 0.1] })
    await learn.fit(1, 1e-3, { wd: 0.2 })
    expect([seen[0], seen[8]]).toEqual([
      [0.3, 0, 0.1],
      [0.2, 0.2, 0.2],
    ])
    await expect(learn.fit(1, 1e-3, { wd: [0.1, 0.2] })).rejects.toThrow(
      'wd has 2 numbers; the model has 3 layer groups',
    )
    await expect(learn.fit(1, 1e-3, { wd: [0.1, -1, 0] })).rejects.toThrow(
      'wd is 0.1,-1,0; expected a number',
    )
    learn.dispose()
  })

  it('do not change while they are frozen, but for batch-norm', async () => {
    const learn = makeLearner()
    const changedBy = async (action: () => Promise<void>) => {
      const before = await valuesOf(learn)
      await action()
      const after = await valuesOf(learn)
      return [...after]
        .filter(([name, { data }]) => data.some((v, i) => v !== before.get(name)!.data[i]))
        .map(([name]) => name)
    }
    learn.freeze()
    const frozen = await changedBy(() => learn.fit(1, 1e-2))
    expect(frozen.filter((name) => name.startsWith('0.'))).toEqual([
      '0.1.weight',
      '0.1.bias',
      '0.1.runningMean',
      '0.1.runningVar',
    ])
    expect(frozen.filter((name) => name.startsWith('1.'))).toEqual(['1.1.weight', '1.1.bias'])
    learn.freezeTo(1)
    expect(await changedBy(() => learn.fit(1, 1e-2))).toContain('0.3.weight')
    learn.unfreeze()
    expect(await changedBy(() => learn.fit(1, 1e-2))).toContain('0.0.weight')
    expect(() => learn.freezeTo(4)).toThrow('freezeTo(4): the model has 3 layer groups')
    learn.dispose()
  })

  it('that are frozen cost no gradient', async () => {
    const learn = makeLearner()
    await learn.fit(1, 1e-3)
    const kernels = async () => {
      const step = new AutodiffStep(learn.model, crossEntropy, adam()(), learn.groups)
      const hypers = learn.groups.map(() => ({ lr: 1e-3, mom: 0.9, wd: 0 }))
      const profile = await tf.profile(() => {
        void step.train(learn.dls.oneBatch(), hypers)
        return []
      })
      step.dispose()
      return profile.kernels.filter(({ name }) => name === 'BatchMatMul').length
    }
    // Three products forward; backward one for each weight, and one for each input that leads to a weight.
    expect(await kernels()).toBe(3 + 3 + 2)
    learn.freezeTo(-1)
    for (const { parameters } of learn.groups.slice(0, -1)) for (const p of parameters) p.requiresGrad = false
    expect(await kernels()).toBe(3 + 1)
    learn.dispose()
  })

  it('need a body and a head', () => {
    expect(() => bodyAndHead()(new ReLU())).toThrow(
      'needs a model of two parts, a body and a head; this one has 0',
    )
  })
})

describe('lrFind', () => {
  it('draws a curve and leaves everything as it was', async () => {
    const train = async (find: boolean) => {
      const learn = makeLearner()
      await learn.fit(1, 1e-3)
      if (find) {
        const found = await learn.lrFind({ numIt: 30 })
        expect(found.lrs.length).toBeLessThanOrEqual(30)
        expect(found.lrs[0]).toBe(1e-7)
        expect(found.suggestion).toBe(found.suggestions.valley)
        expect(found.plot({ skipEnd: 15 }).spec).toBeDefined()
      }
      await learn.fit(1, 1e-3)
      const state = await learn.state()
      learn.dispose()
      return state
    }
    expect(await train(true)).toEqual(await train(false))
  })

  it('puts everything back when it is aborted', async () => {
    const learn = makeLearner()
    const before = await learn.state()
    await expect(learn.lrFind({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
    expect(await learn.state()).toEqual(before)
    learn.dispose()
  })

  it('runs the asked number of batches where it may not stop', async () => {
    const learn = makeLearner()
    expect((await learn.lrFind({ numIt: 40, end: 0.1, stopDiv: false })).lrs).toHaveLength(40)
    await expect(learn.lrFind({ numIt: 2 })).rejects.toThrow('numIt is 2; expected an integer of at least 6')
    learn.dispose()
  })
})

describe('resume', () => {
  it('continues an interrupted fit to the same bytes', async () => {
    const whole = makeLearner()
    await whole.fitOneCycle(4, 1e-2)

    let saved: Uint8Array | undefined
    const dying: Callback = {
      order: 90,
      async afterEpoch({ epoch, snapshot }) {
        if (epoch === 1) saved = encodeLearnerState(await snapshot())
        if (epoch === 2) throw new Error('power cut')
      },
    }
    const broken = makeLearner([dying])
    await expect(broken.fitOneCycle(4, 1e-2)).rejects.toThrow('power cut')

    const other = makeLearner()
    await other.fitOneCycle(4, 1e-2, { resume: decodeLearnerState(saved!) })
    expect(await other.state()).toEqual(await whole.state())
    const { seconds: _, ...history } = { ...other.recorder.history(), seconds: 0 }
    expect(history.losses).toEqual(whole.recorder.losses)
    expect(other.recorder.smoothedLosses).toEqual(whole.recorder.smoothedLosses)
    expect(other.recorder.epochs.map(({ validLoss }) => validLoss)).toEqual(
      whole.recorder.epochs.map(({ validLoss }) => validLoss),
    )
    await expect(other.fitOneCycle(2, 1e-2, { resume: decodeLearnerState(saved!) })).rejects.toThrow(
      'the checkpoint has 2 of 2 epochs done',
    )
    for (const learn of [whole, broken, other]) learn.dispose()
  })
})

describe('predictions', () => {
  it('are probabilities for cross-entropy, for a whole loader and for one item', async () => {
    await expectNoLeak(async () => {
      const learn = makeLearner()
      await learn.fitOneCycle(6, 2e-2)
      await expectNoLeak(async () => {
        const { predictions, targets } = await learn.getPreds()
        expect(predictions.shape).toEqual([64, 2])
        for (let row = 0; row < 64; row++) {
          expect(predictions.data[2 * row]! + predictions.data[2 * row + 1]!).toBeCloseTo(1, 5)
        }
        const { inputs } = learn.dls.valid.dataset.batch([5])
        const { decoded, output } = await learn.predict(ndArray(inputs[0]!.data, [4]))
        expect(output.shape).toEqual([2])
        expect(output.data[0]).toBeCloseTo(predictions.data[10]!, 6)
        expect(decoded).toBe(predictions.data[11]! > predictions.data[10]! ? 1 : 0)
        expect((await learn.showResults(2)).split('\n')).toHaveLength(4)
        expect(targets.shape).toEqual([64])
      })
      learn.dispose()
    })
  })

  it('of a loss of your own are raw outputs, and it says so once', async () => {
    const { warn } = console
    const warnings: string[] = []
    console.warn = (message: string) => warnings.push(message)
    try {
      const base = makeLearner()
      const lossFn = (outputs: Tensor, targets: Tensor) => crossEntropy(outputs, targets)
      const learn = new Learner(base.dls, base.model, { lossFn })
      const { predictions } = await learn.getPreds()
      await learn.getPreds()
      expect(predictions.data.some((value) => value < 0)).toBe(true)
      expect(warnings).toEqual([expect.stringContaining('this loss names no activation')])
      learn.dispose()
    } finally {
      console.warn = warn
    }
  })
})

it('a state of another model is refused, and nothing changes', async () => {
  const learn = makeLearner()
  const before = await learn.state()
  const state: LearnerState = { ...before, model: new Map([...before.model].slice(1)) }
  await expect(learn.loadState(state)).rejects.toThrow()
  expect(await learn.state()).toEqual(before)
  await expect(learn.loadState({ ...before, generators: [] })).rejects.toThrow(
    'the checkpoint has 0 random states',
  )
  learn.dispose()
})
