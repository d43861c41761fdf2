import { ndArray, type NdArray, type Parameter } from '@onecycle/tensor-core'
import type { Dataset } from '@onecycle/learner'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import { columnsOf } from './columns-of.ts'
import type { DotBiasEngine, RatingColumns, RowPart, Stretch } from './dot-bias-engine.ts'
import { Records } from './records.ts'
import { fillTables, stepsWidth, sumsWidth, type AdamConstants } from './schedule-tables.ts'
import { WasmEngine } from './wasm-engine.ts'

const powerCount = 4096

/** The fused engine on the CPU: WASM SIMD, one thread, one call for one batch or many. */
export class WasmDotBias implements DotBiasEngine {
  readonly highestMom: number
  readonly #model: EmbeddingDotBias
  readonly #constants: AdamConstants
  readonly #engine = new WasmEngine()
  readonly #records: Records
  #tables = { length: 0, userSums: 0, userSteps: 0, itemSums: 0, itemSteps: 0 }
  #batch = { size: 0, users: 0, items: 0, ratings: 0, out: 0 }
  #gradients = { rows: 0, touchedRows: 0, gradients: 0 }
  #run = { length: 0, order: 0, losses: 0 }
  #columns: { dataset: Dataset; users: number; items: number; ratings: number } | undefined
  readonly #fixed: { upToDate: number; touchedIn: number; placeInBatch: number; powers: number }

  constructor(model: EmbeddingDotBias, constants: AdamConstants) {
    this.#model = model
    this.#constants = constants
    this.highestMom = 0.999 * Math.sqrt(constants.beta2)
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

  get parameters(): readonly Parameter[] {
    return this.#records.parameters
  }

  beginStretch({ user, item, stepsBefore }: Stretch): void {
    const engine = this.#engine
    const { length } = user
    if (this.#tables.length < length) {
      const sums = () => engine.reserve((length + 1) * sumsWidth * 8)
      const steps = () => engine.reserve((length + 1) * stepsWidth * 8)
      const [userSums, userSteps] = [sums(), steps()]
      // One layer group has one pair of tables.
      const [itemSums, itemSteps] = user === item ? [userSums, userSteps] : [sums(), steps()]
      this.#tables = { length, userSums, userSteps, itemSums, itemSteps }
    }
    const { userSums, userSteps, itemSums, itemSteps } = this.#tables
    const fill = (hypers: Stretch['user'], sums: number, steps: number) =>
      fillTables(
        hypers,
        stepsBefore,
        this.#constants,
        engine.float64(steps, (length + 1) * stepsWidth),
        engine.float64(sums, (length + 1) * sumsWidth),
      )
    fill(user, userSums, userSteps)
    if (user !== item) fill(item, itemSums, itemSteps)
    engine.kernels.setTables(userSums, userSteps, itemSums, itemSteps)
    this.#configure()
  }

  train(batch: RatingColumns, t: number): number {
    const size = batch.ratings.length
    this.#stageBatch(size)
    this.#makeRoom(size, 1)
    const { users, items, ratings } = this.#batch
    this.#engine.int32(users, size).set(batch.users)
    this.#engine.int32(items, size).set(batch.items)
    this.#engine.float32(ratings, size).set(batch.ratings)
    this.#engine.kernels.train(users, items, ratings, 0, 1, size, t, this.#run.losses)
    return this.#engine.float64(this.#run.losses, 1)[0]!
  }

  trainRun(dataset: Dataset, order: Uint32Array, size: number, t: number): Float64Array {
    this.#stageColumns(dataset)
    const batches = order.length / size
    this.#makeRoom(size, batches)
    this.#engine.int32(this.#run.order, order.length).set(order)
    const { users, items, ratings } = this.#columns!
    this.#engine.kernels.train(users, items, ratings, this.#run.order, batches, size, t, this.#run.losses)
    return this.#engine.float64(this.#run.losses, batches).slice()
  }

  endStretch(t: number): void {
    this.#engine.kernels.endStretch(t)
  }

  predict(users: NdArray['data'], items: NdArray['data']): NdArray<Float32Array> {
    const size = users.length
    this.#stageBatch(size)
    this.#configure()
    this.#engine.int32(this.#batch.users, size).set(users)
    this.#engine.int32(this.#batch.items, size).set(items)
    this.#engine.kernels.predict(this.#batch.users, this.#batch.items, size, this.#batch.out)
    return ndArray(this.#engine.float32(this.#batch.out, size).slice())
  }

  read(part: RowPart): Float32Array[] {
    return this.parameters.map((_, i) => this.#records.read(i, part))
  }

  write(part: RowPart, values: readonly Float32Array[]): void {
    for (const [i, array] of values.entries()) this.#records.write(i, part, array)
  }

  async keepPace(): Promise<void> {
    // It computes at once: nothing is pending.
  }

  dispose(): void {
    // The WebAssembly memory goes with this object.
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
    const { users, items, ratings } = columnsOf(dataset)
    const { length } = dataset
    const place = () => this.#engine.reserve(length * 4)
    this.#columns = { dataset, users: place(), items: place(), ratings: place() }
    this.#engine.int32(this.#columns.users, length).set(users)
    this.#engine.int32(this.#columns.items, length).set(items)
    this.#engine.float32(this.#columns.ratings, length).set(ratings)
  }
}
