import { beforeAll, describe, expect, it, vi } from 'vitest'
import { backendInfo, initBackend, webgpu } from '@onecycle/tensor-core'
import { softwareVulkan } from '@onecycle/tensor-core/test'
import { DataLoader, slice, type Callback } from '@onecycle/learner'
import { CollabDataLoaders } from '../../collab-data-loaders.ts'
import { collabLearner, type CollabLearner, type CollabLearnerOptions } from '../../collab-learner.ts'
import { usersAndItems } from '../../models/users-and-items.ts'
import { movieLens100k } from '../../movielens/movielens-100k.ts'
import { sampleRatings } from '../../sample-ratings.ts'
import { movieLens100kTestFolder } from '../../test-data.ts'
import { RowLayout } from './row-layout.ts'
import { rowWindows } from './row-windows.ts'
import { WebgpuDotBias } from './webgpu-dot-bias.ts'

const { ratings } = sampleRatings({ users: 120, movies: 80, ratings: 3000, seed: 3 })
const tables = ['uWeight', 'iWeight', 'uBias', 'iBias'] as const

/** The largest difference between the parameters of two models. */
async function distance(a: CollabLearner, b: CollabLearner): Promise<number> {
  const differences = tables.map(async (table) => {
    const [one, other] = await Promise.all([a, b].map((learn) => learn.model[table].weight.data()))
    return Math.max(...one!.map((value, i) => Math.abs(value - other![i]!)))
  })
  return Math.max(...(await Promise.all(differences)))
}

describe.skipIf(!softwareVulkan())('DotBiasStep on webgpu', () => {
  beforeAll(async () => {
    await initBackend(['webgpu'], { allowSoftware: true })
  })

  interface Setting {
    readonly batchSize?: number
    readonly dropLast?: boolean
    readonly options?: CollabLearnerOptions
  }
  /** Trains on a backend; the step is made at the first fit, so that it stays there. */
  const trained = async (
    backend: 'webgpu' | 'wasm',
    fit: (learn: CollabLearner) => Promise<void>,
    { batchSize = 64, dropLast = true, options = {} }: Setting = {},
  ) => {
    await initBackend([backend], { allowSoftware: true })
    const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize, dropLast })
    const learn = await collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1, ...options })
    await fit(learn)
    return learn
  }
  const oneCycle = (learn: CollabLearner) => learn.fitOneCycle(3, 2e-2)
  const meddle: Callback = {
    beforeBatch({ iteration, hypers }) {
      if (iteration % 7 === 3) for (const group of hypers) Object.assign(group, { lr: group.lr / 2, wd: 0.3 })
    },
  }

  it.each<[string, (learn: CollabLearner) => Promise<void>, Setting?]>([
    ['with 1 factor', oneCycle, { options: { nFactors: 1 } }],
    ['with 7 factors', oneCycle, { options: { nFactors: 7 } }],
    ['with 40 factors', oneCycle, { options: { nFactors: 40 } }],
    ['in batches of 5', (learn) => learn.fitOneCycle(1, 5e-3), { batchSize: 5 }],
    ['in batches of 1,300, with popular rows in several chunks', oneCycle, { batchSize: 1300 }],
    ['with a smaller last batch', oneCycle, { dropLast: false }],
    ['without yRange', oneCycle, { options: { yRange: null } }],
    ['without decay', oneCycle, { options: { wd: 0 } }],
    [
      'with users and items at rates of their own',
      (learn) => learn.fit(2, slice(1e-3, 2e-2)),
      { options: { splitter: usersAndItems } },
    ],
    [
      'with momentum that outlives sqrt(v)',
      (learn) => learn.fitOneCycle(1, 1e-3, { moms: [0.999, 0.998, 0.999] }),
    ],
    ['with decay that turns weights over', (learn) => learn.fit(1, 5e-3, { wd: 250 })],
    ['over several fits', (learn) => learn.fit(1, 1e-2).then(() => oneCycle(learn))],
    [
      'with callbacks that change hyperparameters',
      (learn) => learn.fitOneCycle(2, 2e-2, { callbacks: [meddle] }),
    ],
  ])('%s ends where the CPU engine ends', async (_, fit, setting) => {
    const onCard = await trained('webgpu', fit, setting)
    const onCpu = await trained('wasm', fit, setting)
    for (const [i, { validLoss }] of onCard.recorder.epochs.entries())
      expect(Math.abs(validLoss - onCpu.recorder.epochs[i]!.validLoss)).toBeLessThan(1e-4)
    for (const [i, loss] of onCard.recorder.losses.entries())
      expect(Math.abs(loss - onCpu.recorder.losses[i]!)).toBeLessThan(1e-3)
    expect(await distance(onCard, onCpu)).toBeLessThan(2e-4)
  })

  const folder = movieLens100kTestFolder()
  it.runIf(folder)('on MovieLens 100k ends where the CPU engine ends', async () => {
    const data = await movieLens100k({ dir: folder! })
    const validLosses = async (backend: 'webgpu' | 'wasm') => {
      await initBackend([backend], { allowSoftware: true })
      const dls = CollabDataLoaders.fromRatings(data.ratings, { item: 'title', validPct: 0.1, seed: 42 })
      const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
      await learn.fitOneCycle(5, 5e-3)
      return learn.recorder.epochs.map(({ validLoss }) => validLoss)
    }
    const [onCard, onCpu] = [await validLosses('webgpu'), await validLosses('wasm')]
    expect(onCard).toHaveLength(5)
    for (const [i, loss] of onCard.entries()) expect(Math.abs(loss - onCpu[i]!)).toBeLessThan(1e-4)
  })

  it('leaves small batches, an implicit term and wdBias to the CPU, and says so', async () => {
    const onCpu = await trained('wasm', oneCycle)
    const named = await trained('webgpu', oneCycle)
    expect([onCpu.device, named.device]).toEqual(['WebAssembly SIMD, one thread', webgpu()!.name])
    const byAuto = async (batchSize: number) => {
      await initBackend(['webgpu'], { allowSoftware: true })
      expect(await initBackend()).toMatchObject({ name: 'webgpu', byItself: true })
      const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize })
      const learn = await collabLearner(dls, { nFactors: 8, yRange: [0, 5.5], wd: 0.1 })
      await oneCycle(learn)
      return learn
    }
    const small = await byAuto(64)
    expect(small.device).toBe(onCpu.device)
    expect(await distance(small, onCpu)).toBe(0)
    expect((await byAuto(2048)).device).toBe(named.device)

    for (const options of [{ implicit: 'item' }, { wdBias: 0.01 }] as const) {
      const [apart, same] = [
        await trained('webgpu', oneCycle, { options }),
        await trained('wasm', oneCycle, { options }),
      ]
      expect(apart.device).toBe(onCpu.device)
      expect(await distance(apart, same)).toBe(0)
      expect(await distance(apart, onCpu)).toBeGreaterThan(1e-3)
    }
  })

  it('gives the same bytes again, batch by batch as in runs', async () => {
    const first = await trained('webgpu', oneCycle)
    const again = await trained('webgpu', oneCycle)
    const byBatch = await trained('webgpu', (learn) =>
      learn.fitOneCycle(3, 2e-2, { callbacks: [{ afterBatch: () => undefined }] }),
    )
    expect(await distance(first, again)).toBe(0)
    expect(await distance(first, byBatch)).toBe(0)
    expect(byBatch.recorder.losses).toEqual(first.recorder.losses)
  })

  it('draws the next order while the card works, and a fit that was stopped or taken up again has the same', async () => {
    const ahead = vi.spyOn(DataLoader.prototype, 'drawAhead')
    const batchByBatch = { afterBatch: () => undefined } // takes another way, on which nothing is drawn ahead
    const states: Awaited<ReturnType<CollabLearner['state']>>[] = []
    const keep: Callback = { afterEpoch: async ({ snapshot }) => void states.push(await snapshot()) }
    const whole = await trained('webgpu', (learn) => learn.fitOneCycle(3, 2e-2, { callbacks: [keep] }))
    expect(ahead).toHaveBeenCalledTimes(2) // for the second epoch and for the third, each trained in one run
    ahead.mockClear()
    const onCpu = await trained('wasm', oneCycle)
    expect(ahead).not.toHaveBeenCalled()
    expect((await onCpu.state()).generators).toEqual((await whole.state()).generators)

    const resumed = await trained('webgpu', (learn) => learn.fitOneCycle(3, 2e-2, { resume: states[0]! }))
    expect(await distance(resumed, whole)).toBe(0)
    expect(resumed.recorder.losses).toEqual(whole.recorder.losses)

    const stopped = (callbacks: Callback[]) =>
      trained('webgpu', async (learn) => {
        const stop: Callback = {
          beforeTrain({ epoch, stop }) {
            if (epoch === 1) stop()
          },
        }
        await learn.fit(3, 1e-2, { callbacks: [stop, ...callbacks] })
        const broken = learn.fit(2, 1e-2, {
          callbacks: [...callbacks, { afterBatches: () => { throw new Error('broken off') } }],
        }) // prettier-ignore
        await expect(broken).rejects.toThrow('broken off')
        await learn.fit(2, 1e-2, { callbacks })
      })
    const [inRuns, byBatch] = [await stopped([]), await stopped([batchByBatch])]
    expect(inRuns.recorder.losses).toHaveLength(2 * inRuns.dls.train.length)
    expect(inRuns.dls.train.shuffle!.state()).toEqual(byBatch.dls.train.shuffle!.state())
    ahead.mockRestore()
  })

  it('takes the model over from autodiff and gives it back', async () => {
    const look: Callback = { afterBackward: (gradients) => gradients }
    const fit = async (learn: CollabLearner) => {
      await learn.fit(1, 1e-2)
      await learn.fit(1, 1e-2, { callbacks: [look] })
    }
    expect(await distance(await trained('webgpu', fit), await trained('wasm', fit))).toBeLessThan(1e-4)
  })

  it('leaves everything as it was after an lr finder', async () => {
    const finding = async (learn: CollabLearner) => {
      await learn.fit(1, 1e-2)
      await learn.lrFind()
      await learn.fit(1, 1e-2)
    }
    const plain = async (learn: CollabLearner) => {
      await learn.fit(1, 1e-2)
      await learn.fit(1, 1e-2)
    }
    expect(await distance(await trained('webgpu', finding), await trained('webgpu', plain))).toBe(0)
  })

  it('names the batch where a rating is not a number', async () => {
    const fit = async (learn: CollabLearner) => {
      learn.model.uWeight.weight.set((await learn.model.uWeight.weight.data()).fill(NaN))
      await learn.fit(1, 1e-2)
    }
    await expect(trained('webgpu', fit)).rejects.toThrow('the training loss is NaN at batch 1 of epoch 1')
  })

  /** The card, as if it let a program see so little at a time. */
  const cardWith = (maxStorageBufferBindingSize: number) => {
    const card = webgpu()!
    const limits = { maxBufferSize: 2 ** 28, maxStorageBufferBindingSize }
    const device = new Proxy(card.device as GPUDevice, {
      get(target, key) {
        if (key === 'limits') return limits
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    return { name: card.name, result: card.result.bind(card), device } as unknown as typeof card
  }
  /** Trains by an engine with its own limit, and predicts. */
  const trainedWithin = async (most: number, batchSize: number) => {
    await initBackend(['webgpu'], { allowSoftware: true })
    const dls = CollabDataLoaders.fromRatings(ratings, { validPct: 0.1, batchSize })
    const { model } = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5] })
    const card = cardWith(most)
    const engine = new WebgpuDotBias(card, model, { beta2: 0.99, eps: 1e-5 })
    const values = engine.parameters.map((parameter) => parameter.dataSync() as Float32Array)
    engine.write('p', values)
    const zeros = values.map(({ length }) => new Float32Array(length))
    for (const part of ['m', 'v'] as const) engine.write(part, zeros)
    const hypers = Array.from({ length: 40 }, () => ({ lr: 1e-2, mom: 0.9, wd: 0.1 }))
    engine.beginStretch({
      user: hypers,
      item: hypers,
      userBias: hypers,
      itemBias: hypers,
      implicit: undefined,
      stepsBefore: 0,
    })
    const order = Uint32Array.from({ length: 40 * batchSize }, (_, i) => (7 * i) % 2700)
    const losses: number[] = []
    for (let t = 0; t < 40; t += 10) {
      const run = order.subarray(t * batchSize, (t + 10) * batchSize)
      losses.push(...(await Promise.all(engine.trainRun(dls.train.dataset, run, batchSize, t))))
    }
    engine.endStretch(40)
    const [users, items] = [Int32Array.from(order, (i) => i % 120), Int32Array.from(order, (i) => i % 80)]
    const { data } = await engine.predict(users, items)
    const rows = rowWindows(card.device as GPUDevice, new RowLayout(model)).map((window) => window.rows)
    const parts = await Promise.all((['p', 'm', 'v'] as const).map((part) => engine.read(part)))
    engine.dispose()
    return { rows, trained: { losses, predictions: data, parts } }
  }

  it('splits tables, ratings and predictions over bindings where they do not fit one, to the same bytes', async () => {
    // 201 rows of 11 vectors of 16 bytes, 2,700 ratings of 12.
    const split = await trainedWithin(16_384, 20)
    const whole = await trainedWithin(2 ** 27, 20)
    expect([split.rows, whole.rows]).toEqual([[93, 93, 15], [201]])
    expect(split.trained).toEqual(whole.trained)
    expect(split.trained.losses.every((loss) => loss > 0)).toBe(true)
  })

  it('refuses a batch that is too large for the card, with the numbers', async () => {
    await expect(trainedWithin(16_384, 400)).rejects.toThrow(
      /lets a program see 1 MiB at a time, a batch of this size needs 1 MiB for its plan: take fewer factors/,
    )
  })

  it('ends a fit with one error where the card is lost, and a checkpoint goes on elsewhere', async () => {
    const whole = await trained('wasm', oneCycle)
    const snapshots: Awaited<ReturnType<CollabLearner['state']>>[] = []
    const loseCard: Callback = {
      async afterEpoch({ epoch, snapshot }) {
        if (epoch === 0) snapshots.push(await snapshot())
      },
      beforeTrain({ epoch }) {
        if (epoch === 1) (webgpu()!.device as GPUDevice).destroy()
      },
    }
    const broken = trained('webgpu', (learn) => learn.fitOneCycle(3, 2e-2, { callbacks: [loseCard] }))
    await expect(broken).rejects.toMatchObject({ code: 'DEVICE_LOST' })
    expect(backendInfo()).toMatchObject({ name: 'webgpu' })
    const resumed = await trained('wasm', (learn) => learn.fitOneCycle(3, 2e-2, { resume: snapshots[0]! }))
    expect(await distance(whole, resumed)).toBeLessThan(1e-4)
  })
})
