import type { Tensor } from '@tensorflow/tfjs'
import {
  ndArray,
  readTensor,
  tf,
  valueAndGrad,
  type Loss,
  type Module,
  type NdArray,
  type Parameter,
} from '@onecycle/tensor-core'
import type { Batch } from './data/dataset.ts'
import type { Optimizer, OptimizerState } from './optim/optimizer.ts'
import type { Evaluation, Hypers, LossValue, ParameterGroup, StepObserver, TrainStep } from './train-step.ts'

/** The step of any module on any TensorFlow.js backend: value and gradient of the loss, then the optimizer. */
export class AutodiffStep implements TrainStep {
  readonly groups: readonly ParameterGroup[]
  readonly givesGradients = true
  readonly #model: Module
  readonly #lossFn: Loss
  readonly #optimizer: Optimizer
  /** Settles when the losses that are on their way have come, or failed. */
  #pending: Promise<unknown> = Promise.resolve()

  constructor(model: Module, lossFn: Loss, optimizer: Optimizer, groups: readonly ParameterGroup[]) {
    this.#model = model
    this.#lossFn = lossFn
    this.#optimizer = optimizer
    this.groups = groups
  }

  train(batch: Batch, hypers: readonly Hypers[], observer?: StepObserver): LossValue {
    this.#model.train()
    const learning = this.groups.flatMap((group, i) =>
      group.parameters
        .filter((parameter) => parameter.requiresGrad)
        .map((parameter) => ({ parameter, hypers: hypers[i]! })),
    )
    const parameters = learning.map(({ parameter }) => parameter)
    const { inputs, targets } = upload(batch)
    const lossOf = () => {
      const predictions = this.#model.forward(...inputs)
      observer?.afterPred(predictions)
      const loss = this.#lossFn(predictions, targets)
      observer?.afterLoss(loss)
      return loss
    }
    const { value, grads } = valueAndGrad(lossOf, parameters)
    const used = observer ? observer.afterBackward(grads) : grads
    for (const [i, grad] of (used ?? []).entries()) {
      if (grad) this.#optimizer.step(learning[i]!.parameter, grad, learning[i]!.hypers)
      grad?.dispose()
    }
    tf.dispose([targets, ...inputs])
    const loss = take(value, ([loss]) => loss!)
    if (loss instanceof Promise)
      this.#pending = Promise.allSettled([this.#pending, loss]).then(() => undefined)
    return loss
  }

  evaluate(batch: Batch): Evaluation {
    this.#model.eval()
    const { inputs, targets } = upload(batch)
    const [outputs, value] = tf.tidy(() => {
      const outputs = this.#model.forward(...inputs)
      return [outputs, this.#lossFn(outputs, targets)]
    }) as [Tensor, Tensor]
    tf.dispose([targets, ...inputs])
    return { loss: take(value, ([loss]) => loss!), predictions: takeArray(outputs) }
  }

  predict(inputs: readonly NdArray[]): NdArray | Promise<NdArray> {
    this.#model.eval()
    const tensors = inputs.map(toTensor)
    const outputs = tf.tidy(() => this.#model.forward(...tensors))
    tf.dispose(tensors)
    return takeArray(outputs)
  }

  async sync(): Promise<void> {
    await this.#pending
  }

  state(): Promise<OptimizerState> {
    return this.#optimizer.state(this.#parameters())
  }

  load(state: OptimizerState): void {
    this.#optimizer.load(this.#parameters(), state)
  }

  dispose(): void {
    this.#optimizer.dispose()
  }

  #parameters(): Parameter[] {
    return this.groups.flatMap((group) => group.parameters)
  }
}

const upload = (batch: Batch) => ({ inputs: batch.inputs.map(toTensor), targets: toTensor(batch.targets) })

const toTensor = ({ data, shape }: NdArray): Tensor =>
  tf.tensor(data, [...shape], data instanceof Float32Array ? 'float32' : 'int32')

/** Reads a tensor, at once or from a GPU, and disposes it. */
function take<Result>(
  tensor: Tensor,
  use: (values: ArrayLike<number> & Iterable<number>) => Result,
): Result | Promise<Result> {
  const values = readTensor(tensor)
  if (!(values instanceof Promise)) {
    tensor.dispose()
    return use(values)
  }
  return values.then(use).finally(() => tensor.dispose())
}

const takeArray = (tensor: Tensor) => take(tensor, (values) => ndArray(values as Float32Array, tensor.shape))
