import { ndArray, OnecycleError, type NdArray, type Parameter } from '@onecycle/tensor-core'
import {
  TensorDataset,
  type Batch,
  type Dataset,
  type Evaluation,
  type Hypers,
  type OptimizerState,
  type ParameterGroup,
  type TrainStep,
} from '@onecycle/learner'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import { Records } from './records.ts'
import { fillTables, stepsWidth, stretchLength, sumsWidth, type AdamConstants } from './schedule-tables.ts'
import { WasmEngine } from './wasm-engine.ts'

/** Steps in a stretch at most: its tables stay within some megabytes. */
const longestStretch = 65_536
const powerCount = 4096

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
 * The training step of `EmbeddingDotBias` with mean squared error and Adam with decoupled decay, fused: one
 * WASM SIMD call for one batch or many, equal to the autodiff step up to rounding.
 *
 * Adam moves every row at every step, also rows that are not in the batch. Here a row is left alone until a
 * batch touches it, and then brought up to date in closed form (assembly/catch-up.ts), which needs to know
 * the schedule ahead: a stretch of schedule is announced by `foresee`, and ends, with all rows brought up to
 * date, when it is over or when a callback changes a hyperparameter.
 */
export class DotBiasStep implements TrainStep {
  readonly groups: readonly ParameterGroup[]
  readonly givesGradients = false
  readonly #model: EmbeddingDotBias
  readonly #constants: AdamConstants
  readonly #engine = new WasmEngine()
  readonly #records: Records
  /** Which layer group trains the users' side, and which the items'. */
  readonly #groupOf: { readonly user: number; readonly item: number }
  /** Adam steps made since the optimizer was new. */
  #steps = 0
  /** The stretch at hand: its hyperparameters, and how many of its steps are made. */
  #stretch: Forecast = []
  #done = 0
  #forecast: Forecast = []
  #tables = { length: 0, userSums: 0, userSteps: 0, itemSums: 0, itemSteps: 0 }
  #batch = { size: 0, users: 0, items: 0, ratings: 0, out: 0 }
  #gradients = { rows: 0, touchedRows: 0, gradients: 0 }
  #run = { length: 0, order: 0, losses: 0 }
  #columns: { dataset: Dataset; users: number; items: number; ratings: number } | undefined
  /** The state of each parameter when it was last read or written here. */
  #seen: readonly number[] = []
  readonly #fixed: { upToDate: number; touchedIn: number; placeInBatch: number; powers: number }

  constructor(model: EmbeddingDotBias, groups: readonly ParameterGroup[], constants: AdamConstants) {
    this.#model = model
    this.groups = groups
    this.#constants = constants
    this.#groupOf = {
      user: groups.findIndex(({ parameters }) => parameters.includes(model.uWeight.weight)),
      item: groups.findIndex(({ parameters }) => parameters.includes(model.iWeight.weight)),
    }
    const engine = this.#engine
    this.#records = new Records(engine, model)
    const { rows } = this.#records
    this.#fixed = {
      upToDate: engine.reserve(rows * 4),
      touchedIn: engine.reserve(rows * 4),
      placeInBatch: engine.reserve(rows * 4),
      powers: engine.reserve(powerCount * 16),
    }
    const powers = engine.float64(this.#fixed.powers, 2 * powerCount)
    for (let n = 0; n < powerCount; n++)
      powers.set([constants.beta2 ** (-n / 2), constants.beta2 ** n], 2 * n)
  }

  /** Says what the schedules give for the coming batches; callbacks may still change it. */
  foresee(forecast: Forecast): void {
    this.#endStretch()
    this.#forecast = forecast
  }

  train({ inputs, targets, size }: Batch, hypers: readonly Hypers[]): number {
    this.#readParameters()
    this.#stageBatch(size)
    this.#makeRoom(size, 1)
    const { users, items, ratings } = this.#batch
    this.#engine.int32(users, size).set(inputs[0]!.data)
    this.#engine.int32(items, size).set(inputs[1]!.data)
    this.#engine.float32(ratings, size).set(targets.data)
    this.#proceed(hypers)
    this.#engine.kernels.train(users, items, ratings, 0, 1, size, this.#done, this.#run.losses)
    this.#done++
    return this.#engine.float64(this.#run.losses, 1)[0]!
  }

  /**
   * Trains on the rows of `order`, `size` to a batch, as the forecast says, in one call.
   *
   * @returns the loss of each batch
   */
  trainRun(dataset: Dataset, order: Uint32Array, size: number): Float64Array {
    this.#readParameters()
    this.#stageColumns(dataset)
    const batches = order.length / size
    this.#makeRoom(size, batches)
    this.#engine.int32(this.#run.order, order.length).set(order)
    const { users, items, ratings } = this.#columns!
    for (let made = 0; made < batches;) {
      if (this.#done === this.#stretch.length) this.#beginStretch()
      const next = Math.min(batches - made, this.#stretch.length - this.#done)
      const order = this.#run.order + made * size * 4
      const losses = this.#run.losses + made * 8
      this.#engine.kernels.train(users, items, ratings, order, next, size, this.#done, losses)
      this.#done += next
      made += next
    }
    return this.#engine.float64(this.#run.losses, batches).slice()
  }

  evaluate(batch: Batch): Evaluation {
    const predictions = this.predict(batch.inputs)
    let sum = 0
    for (const [i, rating] of batch.targets.data.entries()) sum += (predictions.data[i]! - rating) ** 2
    return { loss: sum / batch.size, predictions }
  }

  predict([users, items]: readonly NdArray[]): NdArray<Float32Array> {
    const size = users!.data.length
    this.#readParameters()
    this.#endStretch()
    this.#stageBatch(size)
    this.#configure()
    this.#engine.int32(this.#batch.users, size).set(users!.data)
    this.#engine.int32(this.#batch.items, size).set(items!.data)
    this.#engine.kernels.predict(this.#batch.users, this.#batch.items, size, this.#batch.out)
    return ndArray(this.#engine.float32(this.#batch.out, size).slice())
  }

  /** Brings all rows up to date and writes them into the model's parameters. */
  async sync(): Promise<void> {
    if (this.#seen.length === 0) return
    this.#endStretch()
    for (const [i, parameter] of this.#records.parameters.entries()) parameter.set(this.#records.read(i, 'p'))
    this.#seen = this.#versions()
  }

  async state(): Promise<OptimizerState> {
    this.#readParameters()
    this.#endStretch()
    const arrays = new Map<string, NdArray<Float32Array>>()
    const { parameters } = this.#records
    for (const [i, { shape }] of parameters.entries()) {
      if (this.#steps === 0) break
      for (const part of ['m', 'v'] as const)
        arrays.set(`${i}.${part}`, ndArray(this.#records.read(i, part), shape))
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
    for (const [i, { shape, size }] of this.#records.parameters.entries()) {
      for (const part of ['m', 'v'] as const) {
        const values = steps[0] === 0 ? new Float32Array(size) : arrays.get(`${i}.${part}`)?.data
        if (values?.length !== size) {
          throw new OnecycleError(
            'BAD_OPTIMIZER_STATE',
            `the optimizer's state lacks "${i}.${part}" of shape [${shape.join(', ')}]`,
          )
        }
        this.#records.write(i, part, values)
      }
    }
    this.#steps = steps[0]!
  }

  dispose(): void {
    // The WebAssembly memory goes with this object.
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
        this.#constants,
      ),
    )
    const length = Math.min(...lengths)
    this.#stretch = this.#forecast.slice(0, length)
    this.#forecast = this.#forecast.slice(length)

    const engine = this.#engine
    if (this.#tables.length < length) {
      const sums = () => engine.reserve((length + 1) * sumsWidth * 8)
      const steps = () => engine.reserve((length + 1) * stepsWidth * 8)
      const [userSums, userSteps] = [sums(), steps()]
      // One layer group has one pair of tables.
      const [itemSums, itemSteps] = sides.length === 1 ? [userSums, userSteps] : [sums(), steps()]
      this.#tables = { length, userSums, userSteps, itemSums, itemSteps }
    }
    const { userSums, userSteps, itemSums, itemSteps } = this.#tables
    for (const [i, side] of sides.entries()) {
      fillTables(
        this.#stretch.map((groups) => groups[side]!),
        this.#steps,
        this.#constants,
        engine.float64(i === 0 ? userSteps : itemSteps, (length + 1) * stepsWidth),
        engine.float64(i === 0 ? userSums : itemSums, (length + 1) * sumsWidth),
      )
    }
    engine.kernels.setTables(userSums, userSteps, itemSums, itemSteps)
    this.#configure()
  }

  /** Brings all rows up to date; what is left of the stretch goes back to the forecast. */
  #endStretch(): void {
    if (this.#stretch.length === 0) return
    if (this.#done > 0) this.#engine.kernels.endStretch(this.#done)
    this.#forecast = [...this.#stretch.slice(this.#done), ...this.#forecast]
    this.#steps += this.#done
    this.#stretch = []
    this.#done = 0
  }

  #configure(): void {
    const { upToDate, touchedIn, placeInBatch, powers } = this.#fixed
    const { touchedRows, gradients } = this.#gradients
    const { beta2 } = this.#constants
    const { factors, users, items, address } = this.#records
    const [low, high] = this.#model.yRange ?? [0, 0]
    this.#engine.kernels.configure(
      factors, users, items, address, upToDate, touchedIn, placeInBatch, touchedRows,
      gradients, powers, powerCount, beta2, Math.log(beta2), low, high - low,
    ) // prettier-ignore
  }

  /** Places for the gradients of a batch, and for the order and the losses of a run. */
  #makeRoom(size: number, batches: number): void {
    const rows = Math.min(2 * size, this.#records.rows)
    if (this.#gradients.rows < rows) {
      const engine = this.#engine
      this.#gradients = {
        rows,
        touchedRows: engine.reserve(rows * 4),
        gradients: engine.reserve(rows * this.#records.partLength * 4),
      }
      this.#configure()
    }
    if (this.#run.length < size * batches) {
      const length = size * batches
      this.#run = {
        length,
        order: this.#engine.reserve(length * 4),
        losses: this.#engine.reserve(length * 8),
      }
    }
  }

  #stageBatch(size: number): void {
    if (this.#batch.size >= size) return
    const place = () => this.#engine.reserve(size * 4)
    this.#batch = { size, users: place(), items: place(), ratings: place(), out: place() }
  }

  /** The columns of a dataset are copied once. */
  #stageColumns(dataset: Dataset): void {
    if (this.#columns?.dataset === dataset) return
    if (!(dataset instanceof TensorDataset)) {
      throw new OnecycleError(
        'BAD_DATASET',
        'the fused engine trains on a TensorDataset of users, items and ratings',
      )
    }
    const { length } = dataset
    const place = () => this.#engine.reserve(length * 4)
    this.#columns = { dataset, users: place(), items: place(), ratings: place() }
    this.#engine.int32(this.#columns.users, length).set(dataset.inputs[0]!.data)
    this.#engine.int32(this.#columns.items, length).set(dataset.inputs[1]!.data)
    this.#engine.float32(this.#columns.ratings, length).set(dataset.targets.data)
  }

  /** Takes the model's parameters in, where somebody has changed them since. */
  #readParameters(): void {
    const versions = this.#versions()
    if (versions.every((version, i) => version === this.#seen[i])) return
    this.#endStretch()
    for (const [i, parameter] of this.#records.parameters.entries()) {
      this.#records.write(i, 'p', parameter.dataSync())
    }
    this.#seen = versions
  }

  #versions(): number[] {
    return this.#records.parameters.map(({ version }) => version)
  }
}
