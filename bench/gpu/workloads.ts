import {
  Conv2d,
  crossEntropy,
  Flatten,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
  webgpu,
  type Module,
} from '@onecycle/tensor-core'
import { adam, AutodiffStep, type Callback, type Dataset, type Learner } from '@onecycle/learner'
import {
  CollabDataLoaders,
  collabLearner,
  embeddingSize,
  type CollabLearner,
  type RatingColumns,
} from '@onecycle/collab'
import { recipeData } from '../contestants/recipe.ts'
import { syntheticRatings } from '../contestants/synthetic.ts'
import type { TorchRequest } from './torch-peer.ts'

export interface Workload {
  readonly name: string
  readonly unit: 'ms' | 's'
  readonly prepare: () => Promise<Prepared>
}

export interface Prepared {
  /** What one turn takes, in the unit. */
  readonly turn: () => Promise<number>
  /** What PyTorch is asked for; undefined where there is nothing to compare. */
  readonly torch?: TorchRequest
  /** The rows that it is to train on, too. */
  readonly dataset?: Dataset
  /** What a turn has to move in the card's memory at least. */
  readonly gigabytes?: number
}

/** @param scale the part of the rows and steps, above 0 to 1 */
export function workloads(scale: number): Workload[] {
  const rows = Math.max(65_536, Math.round(25e6 * scale))
  const [users, items] = [Math.ceil(160e3 * scale), Math.ceil(59e3 * scale)]
  const fewer = Math.max(1024, Math.round(90_000 * scale))
  let synthetic: RatingColumns | undefined
  return [
    {
      name: 'recipe: an epoch of 90,000 ratings, batch 64',
      unit: 'ms',
      prepare: async () => {
        const { dls, learn } = await recipe()
        return { turn: () => epochOf(learn, 5e-3), ...torchOn(dls, { kind: 'dot-bias', seconds: 0 }) }
      },
    },
    {
      name: 'recipe on the CPU, by our own engine there',
      unit: 'ms',
      prepare: async () => {
        const { learn } = await recipe()
        return { turn: () => epochOnCpuOf(learn, 5e-3) }
      },
    },
    ...[8192, 65_536].map((batch): Workload => ({
      name: `scale: an epoch of ${rows.toLocaleString('en')} ratings, batch ${batch.toLocaleString('en')}`,
      unit: 's',
      prepare: async () => {
        synthetic ??= syntheticRatings(rows, users, items)
        const dls = CollabDataLoaders.fromRatings(synthetic, {
          validPct: 0,
          batchSize: batch,
          dropLast: true,
        })
        const wd = Math.min(0.1, (0.1 * 1406) / dls.train.length)
        const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd })
        const turn = async () => (await epochOf(learn, 5e-3)) / 1000
        const gigabytes = leastTraffic(synthetic, users, items, batch)
        return { turn, gigabytes, ...torchOn(dls, { kind: 'dot-bias', seconds: 1 }) }
      },
    })),
    ...[64, 1024].map((batch): Workload => ({
      name: `EmbeddingNN: an epoch of ${fewer.toLocaleString('en')} ratings, batch ${batch}`,
      unit: 'ms',
      prepare: async () => {
        const all = syntheticRatings(fewer, 943, 1664)
        const dls = CollabDataLoaders.fromRatings(all, { validPct: 0, batchSize: batch, dropLast: true })
        const learn = await collabLearner(dls, { useNN: true, layers: [100], yRange: [0, 5.5] })
        const widths = {
          userWidth: embeddingSize(dls.users.size),
          itemWidth: embeddingSize(dls.items.size),
        }
        const asked = { kind: 'embedding-nn', seconds: 0, ...widths }
        return { turn: () => epochOf(learn, 5e-3), ...torchOn(dls, asked) }
      },
    })),
    ...[64, 1024].flatMap((batch): Workload[] => [
      {
        name: `MNIST network 784-50-10: a step, batch ${batch}`,
        unit: 'ms',
        prepare: async () => ({
          turn: stepOf(network, [784], batch, Math.ceil(200 * scale)),
          torch: { kind: 'mlp', batch, steps: 1, seconds: 0 },
        }),
      },
      {
        name: `MNIST convolutions 8-16-32: a step, batch ${batch}`,
        unit: 'ms',
        prepare: async () => ({
          turn: stepOf(convolutions, [28, 28, 1], batch, Math.ceil(200 * scale)),
          torch: { kind: 'cnn', batch, steps: 1, seconds: 0 },
        }),
      },
    ]),
  ]
}

async function recipe() {
  const { dls } = await recipeData()
  return { dls, learn: await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 }) }
}

/** PyTorch's part in a workload of ratings: the same rows and tables, as many steps. */
const torchOn = ({ train, users, items }: CollabDataLoaders, asked: TorchRequest) => ({
  dataset: train.dataset,
  torch: {
    ...{ users: users.size, items: items.size, batch: train.batchSize, steps: train.length },
    ...asked,
  },
})

/** An epoch in this same process, which keeps its card: where `auto` has chosen one, small batches train on the CPU. */
async function epochOnCpuOf(learn: CollabLearner, lr: number): Promise<number> {
  await initBackend(['auto'])
  const time = await epochOf(learn, lr)
  await initBackend(['webgpu'])
  if (learn.device === webgpu()!.name) throw new Error(`${learn.device} has trained; expected the CPU`)
  return time
}

/**
 * The time of an epoch's training, in milliseconds, with the parameters back on the host at its end: the second of
 * three, since its order is drawn during the first, as it draws that of the third.
 */
async function epochOf(learn: Learner, lr: number): Promise<number> {
  const times: number[] = []
  let start = 0
  const clock: Callback = {
    beforeTrain: () => void (start = performance.now()),
    afterTrain: () => void times.push(performance.now() - start),
  }
  await learn.fitOneCycle(3, lr, { callbacks: [clock] })
  return times[1]!
}

const network = (rng: Generator) =>
  new Sequential(new Linear(784, 50, { rng }), new ReLU(), new Linear(50, 10, { rng }))

const convolutions = (rng: Generator) => {
  const conv = (from: number, to: number) => [
    new Conv2d(from, to, { kernelSize: 3, stride: 2, padding: 1, rng }),
    new ReLU(),
  ]
  return new Sequential(
    ...conv(1, 8),
    ...conv(8, 16),
    ...conv(16, 32),
    new Flatten(),
    new Linear(512, 10, { rng }),
  )
}

/** Trains in steps on one batch that is uploaded anew each time; a turn gives the milliseconds of a step. */
function stepOf(make: (rng: Generator) => Module, shape: readonly number[], batch: number, steps: number) {
  const rng = new Generator(1)
  const model = make(rng)
  const step = new AutodiffStep(model, crossEntropy, adam()(), [{ parameters: model.parameters() }])
  const pixels = Float32Array.from({ length: batch * 784 }, () => rng.uniform())
  const data = {
    inputs: [ndArray(pixels, [batch, ...shape])],
    targets: ndArray(Int32Array.from({ length: batch }, () => rng.integer(10))),
    size: batch,
  }
  return async () => {
    const start = performance.now()
    let loss: number | Promise<number> = 0
    for (let i = 0; i < steps; i++) loss = step.train(data, [{ lr: 1e-3, mom: 0.9, wd: 0.01 }])
    await loss
    return (performance.now() - start) / steps
  }
}

/**
 * What an epoch must move at least, in GB: of each row that a batch touches, values and both moments are read
 * and written once, and the ratings are read.
 */
function leastTraffic({ user, item }: RatingColumns, users: number, items: number, batch: number): number {
  const rowBytes = 44 * 4 * 3 * 2
  const touchedIn = [new Int32Array(users), new Int32Array(items)]
  let touched = 0
  for (const [side, ids] of [user, item].entries()) {
    for (let row = 0; row < ids.length; row++) {
      const id = Number(ids[row])
      const stamp = Math.floor(row / batch) + 1
      if (touchedIn[side]![id] === stamp) continue
      touchedIn[side]![id] = stamp
      touched++
    }
  }
  return (touched * rowBytes + user.length * 12) / 1e9
}
