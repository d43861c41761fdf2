import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, ndArray } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { accuracy, DataLoaders, slice, TensorDataset, type Callback } from '@onecycle/learner'
import { SimpleCnn } from './models/simple-cnn.ts'
import { visionLearner } from './vision-learner.ts'

beforeAll(() => initBackend(['wasm']))

const rng = new Generator(1)
/** Class c is a bright stripe at row 5 c, in noise. */
const stripes = (n: number, classes: number) => {
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes)
  const pixels = Float32Array.from({ length: n * 784 }, (_, i) => {
    const row = Math.floor((i % 784) / 28)
    return rng.uniform() / 2 + (Math.floor(row / 5) === labels[Math.floor(i / 784)] ? 0.5 : 0)
  })
  return new TensorDataset(ndArray(pixels, [n, 784]), ndArray(labels))
}
const dls = new DataLoaders(stripes(160, 4), stripes(40, 4), { batchSize: 32 })

describe('visionLearner', () => {
  it('makes three layer groups, with a head for as many classes as there are', async () => {
    await expectNoLeak(async () => {
      const learn = await visionLearner(dls, new SimpleCnn().body, { hidden: [16] })
      expect(learn.groups.map(({ parameters }) => parameters.map(({ shape }) => shape))).toEqual([
        [[3, 3, 1, 8], [8], [8]],
        [[3, 3, 8, 16], [16], [16], [3, 3, 16, 32], [32], [32], [3, 3, 32, 64], [64], [64]],
        // Maxima and means of 64 channels, 16 hidden, 4 classes; batch-norm before each linear layer.
        [[128], [128], [16, 128], [16], [16], [16], [4, 16], [4]],
      ])
      learn.dispose()
    })
  })

  it('cuts the body where it is told', async () => {
    const learn = await visionLearner(dls, new SimpleCnn().body, { cut: -2, hidden: [], classes: 7 })
    expect(learn.groups.at(-1)!.parameters.at(-2)!.shape).toEqual([7, 2 * 16])
    await expect(visionLearner(dls, new SimpleCnn().body, { cut: 6 })).rejects.toThrow('cut is 6')
    learn.dispose()
  })

  it('asks for the number of outputs where targets are no classes', async () => {
    const measures = new TensorDataset(
      ndArray(new Float32Array(64 * 784), [64, 784]),
      ndArray(new Float32Array(64).fill(0.5)),
    )
    await expect(visionLearner(new DataLoaders(measures, measures), new SimpleCnn().body)).rejects.toThrow(
      'the target of training row 0 is 0.5, which is no class number: give the option classes',
    )
  })

  it('starts frozen but for batch-norm, learns, and unfreezes', async () => {
    const learn = await visionLearner(dls, new SimpleCnn().body, { hidden: [16], metrics: [accuracy] })
    const changedBy = async (action: () => Promise<void>) => {
      const before = await learn.model.stateDict()
      await action()
      const after = await learn.model.stateDict()
      return [...after.keys()].filter((name) =>
        after.get(name)!.data.some((value, i) => value !== before.get(name)!.data[i]),
      )
    }
    const frozen = await changedBy(() => learn.fitOneCycle(4, 1e-2))
    expect(frozen).toContain('1.8.weight')
    expect(frozen).toContain('0.1.bn.weight')
    expect(frozen.filter((name) => name.endsWith('conv.weight'))).toEqual([])
    learn.unfreeze()
    const unfrozen = await changedBy(() => learn.fitOneCycle(4, slice(1e-3, 1e-2)))
    expect(unfrozen.filter((name) => name.endsWith('conv.weight'))).toHaveLength(4)
    expect(learn.recorder.epochs.at(-1)!.metrics['accuracy']).toBeGreaterThan(0.9)
    learn.dispose()
  })

  it('trains its groups at rates that slice spreads', async () => {
    const seen: number[][] = []
    const watch: Callback = { beforeBatch: ({ hypers }) => void seen.push(hypers.map(({ lr }) => lr)) }
    const learn = await visionLearner(dls, new SimpleCnn().body, { callbacks: [watch] })
    learn.unfreeze()
    await learn.fit(1, slice(1e-5, 1e-3))
    await learn.fit(1, slice(3e-3))
    expect(seen[0]!.map((lr) => lr.toPrecision(6))).toEqual(['0.0000100000', '0.000100000', '0.00100000'])
    expect(seen.at(-1)).toEqual([1e-3, 1e-3, 3e-3])
    learn.dispose()
  })

  it('gives the same weights for the same seed', async () => {
    const train = async (seed: number) => {
      const loaders = new DataLoaders(dls.train.dataset, dls.valid.dataset, { batchSize: 32 })
      const learn = await visionLearner(loaders, new SimpleCnn().body, { seed })
      await learn.fit(1, 1e-2)
      const state = await learn.model.stateDict()
      learn.dispose()
      return state
    }
    expect(await train(3)).toEqual(await train(3))
    expect(await train(3)).not.toEqual(await train(4))
  })
})
