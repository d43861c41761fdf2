import type { Tensor } from '@tensorflow/tfjs'
import {
  ndArray,
  tf,
  valueAndGrad,
  type Loss,
  type Module,
  type NdArray,
  type Parameter,
} from '@onecycle/tensor-core'
import type { Batch } from './data/dataset.ts'
import type { Optimizer, OptimizerState } from './optim/optimizer.ts'
import type { Evaluation, Hypers, ParameterGroup, StepObserver, TrainStep } from './train-step.ts'

/** The step of any module on any TensorFlow.js backend: value and gradient of the loss, then the optimizer. */
export class AutodiffStep implements TrainStep {
  readonly groups: readonly ParameterGroup[]
  readonly givesGradients = true
  readonly #model: Module
  readonly #lossFn: Loss
  readonly #optimizer: Optimizer

  constructor(model: Module, lossFn: Loss, optimizer: Optimizer, groups: readonly ParameterGroup[]) {
    this.#model = model
    this.#lossFn = lossFn
    this.#optimizer = optimizer
    this.groups = groups
  }

  train(batch: Batch, hypers: readonly Hypers[], observer?: StepObserver): number {
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
    const loss = value.dataSync()[0]!
    tf.dispose([value, targets, ...inputs])
    return loss
  }

  evaluate(batch: Batch): Evaluation {
    this.#model.eval()
    const { inputs, targets } = upload(batch)
    const [outputs, value] = tf.tidy(() => {
      const outputs = this.#model.forward(...inputs)
      return [outputs, this.#lossFn(outputs, targets)]
    }) as [Tensor, Tensor]
    const predictions = ndArray(outputs.dataSync() as Float32Array, outputs.shape)
    const loss = value.dataSync()[0]!
    tf.dispose([outputs, value, targets, ...inputs])
    return { loss, predictions }
  }

  predict(inputs: readonly NdArray[]): NdArray {
    this.#model.eval()
    const tensors = inputs.map(toTensor)
    const outputs = tf.tidy(() => this.#model.forward(...tensors))
    const predictions = ndArray(outputs.dataSync() as Float32Array, outputs.shape)
    tf.dispose([outputs, ...tensors])
    return predictions
  }

  async sync(): Promise<void> {
    // wasm and cpu compute at once: nothing is pending.
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
