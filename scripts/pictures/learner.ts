import { DataLoaders, Learner, plotOf, TensorDataset } from '../../packages/learner/src/index.ts'
import { toSvg } from '../../packages/learner/src/node.ts'
import {
  Generator,
  initBackend,
  Linear,
  mse,
  ndArray,
  ReLU,
  Sequential,
} from '../../packages/tensor-core/src/index.ts'
import { inBothThemes } from './card.ts'

/** A rate is looked for, a cycle goes up to one and down again, and the loss follows. */
export async function learnerPicture(): Promise<string> {
  await initBackend(['wasm'])
  const rng = new Generator(42)
  const x = Float32Array.from({ length: 4096 }, () => rng.uniform() * 6 - 3)
  const wave = x.map((value) => Math.sin(2 * value) + 0.1 * rng.normal())
  const data = new TensorDataset(ndArray(x, [x.length, 1]), ndArray(wave, [x.length, 1]))
  const model = new Sequential(new Linear(1, 64, { rng }), new ReLU(), new Linear(64, 1, { rng }))
  const learn = new Learner(new DataLoaders(data, data, { batchSize: 64 }), model, { lossFn: mse })
  try {
    const found = await learn.lrFind()
    await learn.fitOneCycle(5, 2e-2)
    const { lrs, smoothedLosses } = learn.recorder
    const tried = found.smoothedLosses.map((loss, i) => [found.lrs[i]!, loss] as const).slice(10, -5)
    const batch = { title: 'batch' }
    return inBothThemes(
      await toSvg(
        plotOf(
          'lrFind(), then fitOneCycle(5, 2e-2)',
          {
            x: { title: 'learning rate tried', scale: 'log', format: '.0e' },
            y: { title: 'loss, smoothed', fromZero: true },
            lines: [{ name: 'loss', points: tried }],
          },
          {
            x: batch,
            y: { title: 'learning rate', fromZero: true },
            lines: [{ name: 'rate', points: every5th(lrs) }],
          },
          {
            x: batch,
            y: { title: 'loss, smoothed', fromZero: true },
            lines: [{ name: 'smoothed', points: every5th(smoothedLosses) }],
          },
        ),
      ),
    )
  } finally {
    learn.dispose()
  }
}

const every5th = (values: readonly number[]) =>
  values.map((value, i) => [i, value] as const).filter(([i]) => i % 5 === 0)
