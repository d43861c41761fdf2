import { crossEntropy, Generator, ndArray } from '@onecycle/tensor-core'
import { accuracy, Learner, slice, type LearningRate } from '@onecycle/learner'
import {
  digitLoaders,
  SimpleCnn,
  takeDigits,
  visionLearner,
  type DigitSet,
  type DigitSplit,
} from '@onecycle/vision-mnist'

/** Two epochs with the body frozen and four with all of it, or six where nothing is frozen. */
const frozenEpochs = 2
const epochs = 6
const perClass = 100

/** Ways to learn the digits 5 to 9 from 100 images of each; all see every image six times. */
export const ways = {
  'from scratch, at 2e-2': scratch,
  'body of 0 to 4, new head, frozen throughout': (task: Task) => transfer(task, 0),
  'the same, unfrozen at slice(1e-5, 1e-3)': (task: Task) => transfer(task, slice(1e-5, 1e-3)),
  'the same, unfrozen at slice(3e-3, 1e-2)': (task: Task) => transfer(task, slice(3e-3, 1e-2)),
}

/** The new task, and what was learned from the old one. */
export interface Task {
  readonly seed: number
  /** 100 images of each digit from 5 to 9, called 0 to 4, to learn from; all others to check on. */
  readonly digits: DigitSplit
  /** Trained to tell 0 to 4. */
  readonly trained: Awaited<ReturnType<SimpleCnn['stateDict']>>
}

/** Trains the body on the digits from 0 to 4, and splits those from 5 to 9. */
export async function prepare(digits: DigitSet, seed: number): Promise<Task> {
  const rows = [...new Generator(seed).permutation(digits.labels.data.length)]
  const low = rows.filter((row) => digits.labels.data[row]! < 5)
  const old = { train: takeDigits(digits, low.slice(500)), valid: takeDigits(digits, low.slice(0, 500)) }
  const model = new SimpleCnn({ seed, classes: 5 })
  const learn = new Learner(digitLoaders(old, { seed }), model, { lossFn: crossEntropy })
  await learn.fitOneCycle(5, 1e-2)
  const trained = await model.stateDict()
  learn.dispose()

  const few: number[] = []
  const unseen: number[] = []
  const taken = new Map<number, number>()
  for (const row of rows) {
    const label = digits.labels.data[row]!
    if (label < 5) continue
    const count = taken.get(label) ?? 0
    taken.set(label, count + 1)
    ;(count < perClass ? few : unseen).push(row)
  }
  const renamed = { ...digits, labels: ndArray(digits.labels.data.map((label) => label - 5)) }
  const split = { train: takeDigits(renamed, few), valid: takeDigits(renamed, unseen) }
  return { seed, digits: split, trained }
}

/** Made anew for each way, so that all draw the same batches. */
const loaders = ({ seed, digits }: Task) => digitLoaders(digits, { seed, batchSize: 32 })

async function scratch(task: Task): Promise<number> {
  const learn = new Learner(loaders(task), new SimpleCnn({ seed: task.seed, classes: 5 }), {
    lossFn: crossEntropy,
    metrics: [accuracy],
  })
  await learn.fitOneCycle(epochs, 2e-2)
  return accuracyOf(learn)
}

async function transfer(task: Task, unfrozen: LearningRate): Promise<number> {
  const old = new SimpleCnn({ classes: 5 })
  old.loadStateDict(task.trained)
  const learn = await visionLearner(loaders(task), old.body, {
    hidden: [],
    dropout: 0.25,
    seed: task.seed,
    metrics: [accuracy],
  })
  await learn.fitOneCycle(unfrozen === 0 ? epochs : frozenEpochs, 1e-2)
  if (unfrozen !== 0) {
    learn.unfreeze()
    await learn.fitOneCycle(epochs - frozenEpochs, unfrozen)
  }
  old.head.dispose()
  return accuracyOf(learn)
}

function accuracyOf(learn: Learner): number {
  const { metrics } = learn.recorder.epochs.at(-1)!
  learn.dispose()
  return metrics['accuracy']!
}
