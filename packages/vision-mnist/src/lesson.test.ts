import { beforeAll, describe, expect, it } from 'vitest'
import type { Tensor } from '@tensorflow/tfjs'
import {
  crossEntropy,
  initBackend,
  sumOfSquares,
  tf,
  updateParameter,
  valueAndGrad,
  type Module,
  type Parameter,
} from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { Batch } from '@onecycle/learner'
import { digitLoaders } from './digits.ts'
import type { MnistData } from './digit-set.ts'
import { mnist } from './mnist.ts'
import { MnistLogistic } from './models/mnist-logistic.ts'
import { MnistNN } from './models/mnist-nn.ts'
import { mnistTestFolder } from './test-data.ts'

// The lesson's update() loops (fast.ai v3, lesson 5), with tensor-core alone, on the 10,000 test digits of MNIST.

type Step = (parameters: readonly Parameter[], grads: readonly Tensor[]) => void

/** Loss with wd times the squares of all parameters in it, backward, and what `step` makes of the gradients; the loss. */
function update(model: Module, { inputs, targets }: Batch, step: Step, wd = 0): number {
  const parameters = model.parameters()
  const { value, grads } = valueAndGrad(() => {
    const yHat = model.forward(tf.tensor(inputs[0]!.data, [...inputs[0]!.shape]))
    const loss = crossEntropy(yHat, tf.tensor(targets.data))
    return wd === 0 ? loss : tf.add(loss, tf.mul(sumOfSquares(parameters), wd))
  }, parameters)
  step(parameters, grads as Tensor[])
  const loss = value.dataSync()[0]!
  tf.dispose([value, ...(grads as Tensor[])])
  return loss
}

const sgd =
  (lr: number): Step =>
  (parameters, grads) =>
    parameters.forEach((p, i) => p.assign(tf.tidy(() => tf.sub(p.tensor, tf.mul(grads[i]!, lr)))))

/** PyTorch's Adam, betas 0.9 and 0.999: made once, or made anew by each update. */
function adam(parameters: readonly Parameter[], lr: number): { step: Step; dispose: () => void } {
  const memory = parameters.map(({ shape }) => [tf.zeros([...shape]), tf.zeros([...shape])])
  let t = 0
  const step: Step = (_, grads) => {
    t++
    const [stepSize, debias] = [lr / (1 - 0.9 ** t), 1 / Math.sqrt(1 - 0.999 ** t)]
    parameters.forEach((p, i) =>
      updateParameter('adam', p, grads[i]!, memory[i]!, [1, 0, stepSize, 0.9, 0.999, debias, 1e-8]),
    )
  }
  return { step, dispose: () => tf.dispose(memory) }
}

function accuracyOf(model: Module, { images, labels }: MnistData['valid']): number {
  return tf.tidy(() => {
    const predicted = tf.argMax(model.forward(tf.tensor(images.data, [...images.shape])), 1)
    return tf.mean(tf.equal(predicted, tf.tensor1d(labels.data, 'int32'))).dataSync()[0]!
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const seeds = [1, 2, 3, 4, 5]

/** Means of five runs of the same loops in PyTorch 2.15, on the same 8,000 and 2,000 digits. */
const PYTORCH = { logistic: 0.8209, adamRemade: 0.8712, adamKept: 0.8769, momentumKept: 0.8851 }

const folder = mnistTestFolder()
describe.runIf(folder)('the lesson’s update() loops on 8,000 real digits, one epoch', () => {
  let data: MnistData
  beforeAll(async () => {
    await initBackend(['wasm'])
    data = await mnist({ dir: folder! })
  })

  /** The accuracy on the 2,000 others, and the losses. */
  function epoch(model: Module, seed: number, step: (model: Module, batch: Batch) => number) {
    const losses = [...digitLoaders(data, { seed, dropLast: false }).train].map((batch) => step(model, batch))
    const accuracy = accuracyOf(model, data.valid)
    model.dispose()
    return { accuracy, losses }
  }

  it('logistic, SGD at 2e-2 with L2 in the loss: at least 0.80 on average over five seeds', async () => {
    await expectNoLeak(() => {
      const runs = seeds.map((seed) =>
        epoch(new MnistLogistic({ seed }), seed, (model, batch) => update(model, batch, sgd(2e-2), 1e-5)),
      )
      expect(runs[0]!.losses).toHaveLength(125)
      const accuracy = mean(runs.map((run) => run.accuracy))
      expect(accuracy).toBeGreaterThan(0.8)
      expect(Math.abs(accuracy - PYTORCH.logistic)).toBeLessThan(0.015)
      for (const { losses } of runs) expect(mean(losses.slice(-10))).toBeLessThan(losses[0]! / 2)
    })
  }, 60_000)

  it('network, Adam at 1e-3, remade in each update() as in the lesson, or kept: as accurate as with PyTorch', async () => {
    await expectNoLeak(() => {
      const accuracies = seeds.slice(0, 3).map((seed) => {
        const remade = epoch(new MnistNN({ seed }), seed, (model, batch) => {
          const optimizer = adam(model.parameters(), 1e-3)
          const loss = update(model, batch, optimizer.step)
          optimizer.dispose()
          return loss
        })
        const model = new MnistNN({ seed })
        const optimizer = adam(model.parameters(), 1e-3)
        const kept = epoch(model, seed, (_, batch) => update(model, batch, optimizer.step))
        optimizer.dispose()
        return [remade.accuracy, kept.accuracy] as const
      })
      expect(Math.abs(mean(accuracies.map(([remade]) => remade)) - PYTORCH.adamRemade)).toBeLessThan(0.015)
      expect(Math.abs(mean(accuracies.map(([, kept]) => kept)) - PYTORCH.adamKept)).toBeLessThan(0.015)
    })
  }, 60_000)

  it('network, momentum 0.9: kept across steps it learns, remade it is plain SGD', () => {
    const kept = new MnistNN({ seed: 1 })
    const memory = kept.parameters().map(({ shape }) => tf.zeros([...shape]))
    const withMemory = epoch(kept, 1, (model, batch) =>
      update(model, batch, (parameters, grads) =>
        parameters.forEach((p, i) =>
          updateParameter('momentum', p, grads[i]!, [memory[i]!], [1, 0, 2e-2, 0.9]),
        ),
      ),
    )
    const remade = epoch(new MnistNN({ seed: 1 }), 1, (model, batch) =>
      update(model, batch, (parameters, grads) =>
        parameters.forEach((p, i) => {
          const fresh = tf.zeros([...p.shape])
          updateParameter('momentum', p, grads[i]!, [fresh], [1, 0, 2e-2, 0.9])
          fresh.dispose()
        }),
      ),
    )
    const plain = epoch(new MnistNN({ seed: 1 }), 1, (model, batch) => update(model, batch, sgd(2e-2)))
    tf.dispose(memory)
    expect(Math.abs(withMemory.accuracy - PYTORCH.momentumKept)).toBeLessThan(0.02) // one seed
    expect(withMemory.accuracy).toBeGreaterThan(plain.accuracy + 0.03)
    remade.losses.forEach((loss, i) => expect(loss).toBeCloseTo(plain.losses[i]!, 3))
  }, 60_000)
})
