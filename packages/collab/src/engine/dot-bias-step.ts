import { ndArray, OnecycleError, type NdArray, type Parameter } from '@onecycle/tensor-core'
import type {
  Batch,
  Dataset,
  Evaluation,
  Hypers,
  LossValue,
  OptimizerState,
  ParameterGroup,
  TrainStep,
} from '@onecycle/learner'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import type { DotBiasEngine } from './dot-bias-engine.ts'
import { stretchLength } from './schedule-tables.ts'

/** Steps in a stretch at most: its tables stay within some megabytes. */
const longestStretch = 65_536

/** Whether the fused engine can train these layer groups: nothing is frozen, and no side is torn apart. */
export function canTrain(
  { uWeight, iWeight, uBias, iBias }: EmbeddingDotBias,
  groups: readonly ParameterGroup[],
): boolean {
  const groupOf = (parameter: Parameter) =>
    groups.findIndex(({ parameters }) => parameters.includes(parameter))
  const parameters = [uWeight, iWeight, uBias, iBias].map(({ weight }) => weight)
  const [userFactors, itemFactors, userBias, itemBias] = parameters.map(groupOf)
  const learns = parameters.every(({ requiresGrad }) => requiresGrad)
  return learns && userFactors === userBias && itemFactors === itemBias
}

/** By batch, the hyperparameters of each layer group. */
type Forecast = readonly (readonly Hypers[])[]

/**
 * The training step of `EmbeddingDotBias` with mean squared error and Adam with decoupled decay, fused: equal
 * to the autodiff step up to rounding, on the device of its engine.
 *
 * Adam moves every row at every step, also rows that are not in the batch. Here a row is left alone until a
 * batch touches it, and then brought up to date in closed form (assembly/catch-up.ts), which needs to know
 * the schedule ahead: a stretch of schedule is announced by `foresee`, and ends, with all rows brought up to
 * date, when it is over or when a callback changes a hyperparameter.
 */
export class DotBiasStep implements TrainStep {
  readonly groups: readonly ParameterGroup[]
  readonly givesGradients = false
  readonly #engine: DotBiasEngine
  /** Which layer group trains the users' side, and which the items'. */
  readonly #groupOf: { readonly user: number; readonly item: number }
  /** Adam steps made since the optimizer was new. */
  #steps = 0
  /** The stretch at hand: its hyperparameters, and how many of its steps are made. */
  #stretch: Forecast = []
  #done = 0
  #forecast: Forecast = []
  /** The state of each parameter when it was last read or written here. */
  #seen: readonly number[] = []

  constructor(engine: DotBiasEngine, groups: readonly ParameterGroup[]) {
    this.#engine = engine
    this.groups = groups
    const [user, item] = engine.parameters.map((parameter) =>
      groups.findIndex(({ parameters }) => parameters.includes(parameter)),
    )
    this.#groupOf = { user: user!, item: item! }
  }

  /** Says what the schedules give for the coming batches; callbacks may still change it. */
  foresee(forecast: Forecast): void {
    this.#endStretch()
    this.#forecast = forecast
  }

  train({ inputs, targets }: Batch, hypers: readonly Hypers[]): LossValue {
    this.#readParameters()
    this.#proceed(hypers)
    const [users, items] = inputs
    const batch = { users: users!.data, items: items!.data, ratings: targets.data }
    return this.#engine.train(batch, this.#done++)
  }

  /**
   * Trains on the rows of `order`, `size` to a batch, as the forecast says.
   *
   * @returns the loss of each batch
   */
  async trainRun(dataset: Dataset, order: Uint32Array, size: number): Promise<LossValue[]> {
    this.#readParameters()
    const losses: LossValue[] = []
    for (let at = 0; at < order.length;) {
      if (this.#done === this.#stretch.length) this.#beginStretch()
      const batches = Math.min((order.length - at) / size, this.#stretch.length - this.#done)
      const part = order.subarray(at, at + batches * size)
      losses.push(...Array.from(this.#engine.trainRun(dataset, part, size, this.#done)))
      this.#done += batches
      at += part.length
    }
    await this.#engine.keepPace()
    return losses
  }

  evaluate(batch: Batch): Evaluation {
    const predictions = this.predict(batch.inputs)
    const lossOf = ({ data }: NdArray): number => {
      const { targets, size } = batch
      let sum = 0
      for (let i = 0; i < size; i++) sum += (data[i]! - targets.data[i]!) ** 2
      return sum / size
    }
    const loss = predictions instanceof Promise ? predictions.then(lossOf) : lossOf(predictions)
    return { loss, predictions }
  }

  predict([users, items]: readonly NdArray[]): NdArray | Promise<NdArray> {
    this.#readParameters()
    this.#endStretch()
    return this.#engine.predict(users!.data, items!.data)
  }

  /** Brings all rows up to date and writes them into the model's parameters. */
  async sync(): Promise<void> {
    if (this.#seen.length === 0) return
    this.#endStretch()
    const values = await this.#engine.read('p')
    for (const [i, parameter] of this.#engine.parameters.entries()) parameter.set(values[i]!)
    this.#seen = this.#versions()
  }

  async state(): Promise<OptimizerState> {
    this.#readParameters()
    this.#endStretch()
    const arrays = new Map<string, NdArray<Float32Array>>()
    const { parameters } = this.#engine
    for (const part of this.#steps === 0 ? [] : (['m', 'v'] as const)) {
      const values = await this.#engine.read(part)
      for (const [i, { shape }] of parameters.entries())
        arrays.set(`${i}.${part}`, ndArray(values[i]!, shape))
    }
    return { arrays, steps: parameters.map(() => this.#steps) }
  }

  load({ arrays, steps }: OptimizerState): void {
    if (steps.length !== 4 || new Set(steps).size !== 1) {
      throw new OnecycleError(
        'BAD_OPTIMIZER_STATE',
        `the optimizer's state is of ${steps.length} parameters at steps ${steps.join(', ')}; expected 4 at the same`,
      )
    }
    this.#readParameters()
    this.#endStretch()
    this.#forecast = []
    for (const part of ['m', 'v'] as const) {
      const values = this.#engine.parameters.map(({ shape, size }, i) => {
        const array = steps[0] === 0 ? new Float32Array(size) : arrays.get(`${i}.${part}`)?.data
        if (array instanceof Float32Array && array.length === size) return array
        const expected = `"${i}.${part}" of shape [${shape.join(', ')}]`
        throw new OnecycleError('BAD_OPTIMIZER_STATE', `the optimizer's state lacks ${expected}`)
      })
      this.#engine.write(part, values)
    }
    this.#steps = steps[0]!
  }

  dispose(): void {
    this.#engine.dispose()
  }

  /** Makes sure that the step at hand is part of a stretch with these very hyperparameters. */
  #proceed(hypers: readonly Hypers[]): void {
    if (this.#done === this.#stretch.length) this.#beginStretch(hypers)
    const expected = this.#stretch[this.#done]!
    const asExpected = hypers.every(({ lr, mom, wd }, i) => {
      const planned = expected[i]!
      return planned.lr === lr && planned.mom === mom && planned.wd === wd
    })
    if (asExpected) return
    // A callback has changed something: this step becomes a stretch of its own, and the forecast stays.
    const rest = this.#stretch.slice(this.#done + 1)
    this.#endStretch()
    this.#forecast = [hypers.map((group) => ({ ...group })), ...rest, ...this.#forecast]
    this.#beginStretch(hypers, 1)
  }

  /** Begins the next stretch of the forecast; without one, of `hypers` as they are. */
  #beginStretch(hypers?: readonly Hypers[], most = longestStretch): void {
    this.#endStretch()
    if (this.#forecast.length === 0) this.#forecast = [hypers!.map((group) => ({ ...group }))]
    const { user, item } = this.#groupOf
    const sides = user === item ? [user] : [user, item]
    const lengths = sides.map((side) =>
      stretchLength(
        this.#forecast.map((groups) => groups[side]!),
        most,
        this.#engine.highestMom,
      ),
    )
    const length = Math.min(...lengths)
    this.#stretch = this.#forecast.slice(0, length)
    this.#forecast = this.#forecast.slice(length)

    const [userHypers, itemHypers] = sides.map((side) => this.#stretch.map((groups) => groups[side]!))
    this.#engine.beginStretch({
      user: userHypers!,
      item: itemHypers ?? userHypers!,
      stepsBefore: this.#steps,
    })
  }

  /** Brings all rows up to date; what is left of the stretch goes back to the forecast. */
  #endStretch(): void {
    if (this.#stretch.length === 0) return
    if (this.#done > 0) this.#engine.endStretch(this.#done)
    this.#forecast = [...this.#stretch.slice(this.#done), ...this.#forecast]
    this.#steps += this.#done
    this.#stretch = []
    this.#done = 0
  }

  /** Takes the model's parameters in, where somebody has changed them since. */
  #readParameters(): void {
    const versions = this.#versions()
    if (versions.every((version, i) => version === this.#seen[i])) return
    this.#endStretch()
    const { parameters } = this.#engine
    this.#engine.write(
      'p',
      parameters.map((parameter) => parameter.dataSync()),
    )
    this.#seen = versions
  }

  #versions(): number[] {
    return this.#engine.parameters.map(({ version }) => version)
  }
}
