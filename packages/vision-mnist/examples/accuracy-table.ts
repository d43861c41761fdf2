// How accurate the models become, over five seeds: pnpm --filter @onecycle/vision-mnist run accuracy
import { crossEntropy, formatTable, initBackend } from '@onecycle/tensor-core'
import { accuracy, Learner, sgd, type LearnerOptions } from '@onecycle/learner'
import { digitLoaders, MnistLogistic, MnistNN, SimpleCnn, splitDigits } from '../src/index.ts'
import { realDigits } from '../src/real-digits-for-tests.ts'

type Fit = (learn: Learner) => Promise<void>
type Model = new (options: { seed: number }) => ConstructorParameters<typeof Learner>[1]

const oneCycle =
  (epochs: number): Fit =>
  (learn) =>
    learn.fitOneCycle(epochs, 1e-2)

// For plain SGD a decay of 2e-5 is the lesson's 1e-5 times the squares in the loss.
const rows: [name: string, Model, Fit, pytorch: string, Partial<LearnerOptions>?][] = [
  [
    'MnistLogistic, SGD at 2e-2, 1 epoch',
    MnistLogistic,
    (learn) => learn.fit(1, 2e-2),
    '81.5',
    { optimizer: sgd(), wd: 2e-5 },
  ],
  ['MnistNN, one cycle at 1e-2, 1 epoch', MnistNN, oneCycle(1), '91.7'],
  ['MnistNN, one cycle at 1e-2, 10 epochs', MnistNN, oneCycle(10), '95.6'],
  ['SimpleCnn, one cycle at 1e-2, 5 epochs', SimpleCnn, oneCycle(5), '98.4'],
]

await initBackend(['wasm'])
const digits = await realDigits()
const percent = (share: number) => (100 * share).toFixed(1)
const table = []
for (const [name, Model, fit, pytorch, options] of rows) {
  const shares: number[] = []
  for (const seed of [1, 2, 3, 4, 5]) {
    const dls = digitLoaders(splitDigits(digits, { seed }), { seed })
    const learn = new Learner(dls, new Model({ seed }), {
      lossFn: crossEntropy,
      metrics: [accuracy],
      ...options,
    })
    await fit(learn)
    shares.push(learn.recorder.epochs.at(-1)!.metrics['accuracy']!)
    learn.dispose()
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  table.push([name, percent(mean), percent(Math.min(...shares)), percent(Math.max(...shares)), pytorch])
}
console.log('8,000 digits for training, 2,000 unseen: accuracy in %, five seeds')
console.log(formatTable(['', 'mean', 'min', 'max', 'PyTorch, mean'], table))
