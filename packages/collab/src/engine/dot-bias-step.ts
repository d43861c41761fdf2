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

/** Which layer group trains each parameter of an engine or model, in their order. */
const groupsOf = (parameters: readonly Parameter[], groups: readonly ParameterGroup[]): number[] =>
  parameters.map((parameter) => groups.findIndex(({ parameters }) => parameters.includes(parameter)))

/**
 * Whether a fused engine can train these layer groups: nothing is frozen, and the implicit term is not torn apart.
 * The engine on a card also needs factors and biases of a side to be in one group, and no implicit term.
 */
export function canTrain(
  { uWeight, iWeight, uBias, iBias, uImplicit, iImplicit }: EmbeddingDotBias,
  groups: readonly ParameterGroup[],
): { readonly cpu: boolean; readonly card: boolean } {
  const tables = [uWeight, iWeight, uBias, iBias, uImplicit, iImplicit].filter((table) => table !== null)
  const parameters = tables.map(({ weight }) => weight)
  const groupOf = groupsOf(parameters, groups)
  const [userFactors, itemFactors, userBias, itemBias, ...implicit] = groupOf
  const learns = parameters.every(({ requiresGrad }) => requiresGrad) && !groupOf.includes(-1)
  const cpu = learns && new Set(implicit).size <= 1
  return {
    cpu,
    card: cpu && implicit.length === 0 && userFactors === userBias && itemFactors === itemBias,
  }
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
  /** Which layer group trains each parameter of the engine. */
  readonly #groupOf: readonly number[]
  /** Adam steps made since the optimizer was new. */
  #steps = 0
  /** The stretch at hand: its hyperparameters, and how many of its steps are made. */
  #stretch: Forecast = []
  #done = 0
  #forecast: Forecast = []
  /** The state of each parameter when it was last read or written here. */
  #seen: readonly number[] = []
  /** Whether the engine has trained since. */
  #ahead = false
  /** What the engine read last: filled again, since it is large. */
  #values: readonly Float32Array[] | undefined

  constructor(engine: DotBiasEngine, groups: readonly ParameterGroup[]) {
    this.#engine = engine
    this.groups = groups
    this.#groupOf = groupsOf(engine.parameters, groups)
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
    this.#ahead = true
    return this.#engine.train(batch, this.#done++)
  }

  batchesInRun(size: number): number | undefined {
    return this.#engine.batchesInRun?.(size)
  }

  /**
   * Trains on the rows of `order`, `size` to a batch, as the forecast says.
   *
   * @param meanwhile called where the host has time, because the device works by itself
   * @returns the loss of each batch
   */
  async trainRun(
    dataset: Dataset,
    order: Uint32Array,
    size: number,
    meanwhile: () => void,
  ): Promise<LossValue[]> {
    this.#readParameters()
    const losses: LossValue[] = []
    this.#ahead = true
    for (let at = 0; at < order.length;) {
      if (this.#done === this.#stretch.length) this.#beginStretch()
      const batches = Math.min((order.length - at) / size, this.#stretch.length - this.#done)
      const part = order.subarray(at, at + batches * size)
      losses.push(...Array.from(this.#engine.trainRun(dataset, part, size, this.#done)))
      this.#done += batches
      at += part.length
    }
    await this.#engine.keepPace(meanwhile)
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
    if (!this.#ahead) return
    this.#endStretch()
    this.#values = await this.#engine.read('p', this.#values)
    for (const [i, parameter] of this.#engine.parameters.entries()) parameter.set(this.#values[i]!)
    this.#seen = this.#versions()
    this.#ahead = false
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
    if (this.#steps > 0) {
      for (const [k, values] of (this.#engine.implicit?.readGradients() ?? []).entries())
        arrays.set(`${4 + k}.g`, ndArray(values, parameters[4 + k]!.shape))
    }
    return { arrays, steps: parameters.map(() => this.#steps) }
  }

  load({ arrays, steps }: OptimizerState): void {
    const { parameters, implicit } = this.#engine
    if (steps.length !== parameters.length || new Set(steps).size !== 1) {
      const found = `${steps.length} parameters at steps ${steps.join(', ')}`
      const message = `the optimizer's state is of ${found}; expected ${parameters.length} at the same`
      throw new OnecycleError('BAD_OPTIMIZER_STATE', message)
    }
    const arrayOf = (i: number, slot: string, isEmpty = steps[0] === 0): Float32Array => {
      const { shape, size } = parameters[i]!
      const array = isEmpty ? new Float32Array(size) : arrays.get(`${i}.${slot}`)?.data
      if (array instanceof Float32Array && array.length === size) return array
      const expected = `"${i}.${slot}" of shape [${shape.join(', ')}]`
      throw new OnecycleError('BAD_OPTIMIZER_STATE', `the optimizer's state lacks ${expected}`)
    }
    // A table of the implicit term has no moments before its first step.
    const isNew = (i: number) => i >= 4 && !arrays.has(`${i}.m`) && !arrays.has(`${i}.v`)
    this.#readParameters()
    this.#endStretch()
    this.#forecast = []
    for (const part of ['m', 'v'] as const) {
      const values = parameters.map((_, i) => arrayOf(i, part, steps[0] === 0 || isNew(i)))
      this.#engine.write(part, values)
    }
    implicit?.writeGradients(parameters.slice(4).map((_, k) => arrayOf(4 + k, 'g')))
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
    const hypersOf = new Map<number, readonly Hypers[]>()
    for (const group of this.#groupOf)
      hypersOf.set(
        group,
        this.#forecast.map((groups) => groups[group]!),
      )
    const lengths = [...hypersOf.values()].map((hypers) =>
      stretchLength(hypers, most, this.#engine.highestMom),
    )
    const length = Math.min(...lengths)
    this.#stretch = this.#forecast.slice(0, length)
    this.#forecast = this.#forecast.slice(length)

    for (const [group, hypers] of hypersOf) hypersOf.set(group, hypers.slice(0, length))
    const [user, item, userBias, itemBias, implicit] = this.#groupOf.map((group) => hypersOf.get(group)!)
    this.#engine.beginStretch({
      user: user!,
      item: item!,
      userBias: userBias!,
      itemBias: itemBias!,
      implicit,
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
