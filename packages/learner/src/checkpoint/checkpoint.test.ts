import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  crossEntropy,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
} from '@onecycle/tensor-core'
import { DataLoaders } from '../data/data-loaders.ts'
import { TensorDataset } from '../data/tensor-dataset.ts'
import { Learner } from '../learner.ts'
import { checkpoint, loadLearner, readCheckpoint, saveLearner } from './checkpoint.ts'

const makeLearner = (hidden = 8) => {
  const rng = new Generator(2)
  const x = Float32Array.from({ length: 400 }, () => rng.normal())
  const rows = new TensorDataset(
    ndArray(x, [200, 2]),
    ndArray(Int32Array.from({ length: 200 }, (_, i) => (x[2 * i]! > 0 ? 1 : 0))),
  )
  const model = new Sequential(new Linear(2, hidden, { rng }), new ReLU(), new Linear(hidden, 2, { rng }))
  return new Learner(new DataLoaders(rows, rows, { batchSize: 20 }), model, { lossFn: crossEntropy })
}

describe('checkpoints', () => {
  let folder: string
  beforeAll(async () => {
    await initBackend(['wasm'])
    folder = await mkdtemp(join(tmpdir(), 'onecycle-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('are written after each epoch, and continue the fit to the same bytes', async () => {
    const path = join(folder, 'run.safetensors')
    const whole = makeLearner()
    await whole.fitOneCycle(3, 1e-2)

    const broken = makeLearner()
    const powerCut = { order: 99, afterEpoch: ({ epoch }: { epoch: number }) => { if (epoch === 1) throw new Error('power cut') } } // prettier-ignore
    await expect(broken.fitOneCycle(3, 1e-2, { callbacks: [checkpoint(path), powerCut] })).rejects.toThrow(
      'power cut',
    )
    expect(await readdir(folder)).toEqual(['run.safetensors'])

    const other = makeLearner()
    await other.fitOneCycle(3, 1e-2, { resume: await readCheckpoint(path) })
    expect(await other.state()).toEqual(await whole.state())
    for (const learn of [whole, broken, other]) learn.dispose()
  })

  it('of a learner come back', async () => {
    const path = join(folder, 'model.safetensors')
    const learn = makeLearner()
    await learn.fit(1, 1e-2)
    await saveLearner(learn, path)
    const other = makeLearner()
    await loadLearner(other, path)
    expect(await other.state()).toEqual(await learn.state())
    for (const each of [learn, other]) each.dispose()
  })

  it('of another model, or cut short, are refused, and nothing changes', async () => {
    const path = join(folder, 'model.safetensors')
    const larger = makeLearner(9)
    const before = await larger.state()
    await expect(loadLearner(larger, path)).rejects.toThrow('0.weight')
    expect(await larger.state()).toEqual(before)
    const cut = join(folder, 'cut.safetensors')
    await writeFile(cut, (await readFile(path)).subarray(0, 200))
    await expect(readCheckpoint(cut)).rejects.toThrow('not a whole safetensors file')
    larger.dispose()
  })
})
