import { ndArray, type NdArray, type Parameter } from '@onecycle/tensor-core'
import type { Dataset } from '@onecycle/learner'
import type { EmbeddingDotBias } from '../models/embedding-dot-bias.ts'
import { ofBlocks } from '../models/in-blocks.ts'
import { columnsOf } from './columns-of.ts'
import type { DotBiasEngine, RatingColumns, RowPart, Stretch } from './dot-bias-engine.ts'
import { ImplicitTables } from './implicit-tables.ts'
import { Records } from './records.ts'
import { fillTables, stepsWidth, sumsWidth, type AdamConstants } from './schedule-tables.ts'
import { WasmEngine } from './wasm-engine.ts'

/** Ratings that the kernels take through their stages together, as in assembly/train.ts. */
const chunk = 32
const powerCount = 4096

/** The fused engine on the CPU: WASM SIMD, one thread, one call for one batch or many. */
export class WasmDotBias implements DotBiasEngine {
  readonly highestMom: number
  readonly implicit: ImplicitTables | null
  readonly #model: EmbeddingDotBias
  readonly #constants: AdamConstants
  readonly #engine = new WasmEngine()
  readonly #records: Records
  /** Places for the tables of a stretch of up to `length` steps, a pair for each layer group. */
  #tables: { length: number; places: { sums: number; steps: number }[] } = { length: 0, places: [] }
  #pairs = { length: 0, users: 0, items: 0, out: 0 }
  #gradients = { rows: 0, touchedRows: 0, gradients: 0 }
  #run = { length: 0, ratings: 0, losses: 0 }
  readonly #fixed: { rowStates: number; pairs: number; drifts: number; powers: number }

  constructor(model: EmbeddingDotBias, constants: AdamConstants) {
    this.#model = model
    this.#constants = constants
    this.highestMom = 0.999 * Math.sqrt(constants.beta2)
    const engine = this.#engine
    this.#records = new Records(engine, model)
    const { rows } = this.#records
    this.implicit = model.implicit ? new ImplicitTables(engine, this.#records, model) : null
    this.#fixed = {
      rowStates: engine.reserve(rows * 16),
      pairs: engine.reserve(chunk * 32),
      drifts: engine.reserve(2 * chunk * 64),
      powers: engine.reserve(powerCount * 8),
    }
    const powers = engine.float64(this.#fixed.powers, powerCount)
    for (let n = 0; n < powerCount; n++) powers[n] = constants.beta2 ** (n / 2)
  }

  get parameters(): readonly Parameter[] {
    return this.#records.parameters
  }

  beginStretch({ user, item, userBias, itemBias, implicit, stepsBefore }: Stretch): void {
    const { kernels } = this.#engine
    if (this.#tables.length < user.length) this.#tables = { length: user.length, places: [] }
    const filled = new Map<Stretch['user'], { sums: number; steps: number }>()
    const [users, items, userBiases, itemBiases] = [user, item, userBias, itemBias].map((hypers) => {
      if (!filled.has(hypers)) filled.set(hypers, this.#fill(filled.size, hypers, stepsBefore))
      return filled.get(hypers)!
    })
    kernels.setTables(
      users!.sums, users!.steps, items!.sums, items!.steps,
      userBiases!.sums, userBiases!.steps, itemBiases!.sums, itemBiases!.steps,
    ) // prettier-ignore
    if (implicit && this.implicit) {
      const { every } = this.implicit
      const { adam, hypersOf } = ofBlocks(this.#constants, every)
      const last = implicit.filter((_, i) => (stepsBefore + i + 1) % every === 0)
      const { steps } = this.#fill(filled.size, last.map(hypersOf), Math.floor(stepsBefore / every), adam)
      kernels.setBlocks(steps, adam.beta2, stepsBefore % every)
    }
    this.#configure()
  }

  /** Fills the tables of the layer group that has place number `i`. */
  #fill(i: number, hypers: Stretch['user'], stepsBefore: number, constants = this.#constants) {
    const engine = this.#engine
    const rows = this.#tables.length + 1
    const place = (this.#tables.places[i] ??= {
      sums: engine.reserve(rows * sumsWidth * 8),
      steps: engine.reserve(rows * stepsWidth * 8),
    })
    const steps = engine.float64(place.steps, rows * stepsWidth)
    fillTables(hypers, stepsBefore, constants, steps, engine.float64(place.sums, rows * sumsWidth))
    return place
  }

  train(batch: RatingColumns, t: number): number {
    return this.#train(batch, undefined, batch.ratings.length, t)[0]!
  }

  trainRun(dataset: Dataset, order: Uint32Array, size: number, t: number): Float64Array {
    return this.#train(columnsOf(dataset), order, size, t).slice()
  }

  /** Lays the ratings of `order` (all, without one) side by side, and trains on them. */
  #train({ users, items, ratings }: RatingColumns, order: Uint32Array | undefined, size: number, t: number) {
    const length = order?.length ?? ratings.length
    const batches = length / size
    this.#makeRoom(size, batches)
    const at = this.#run
    const ids = this.#engine.int32(at.ratings, 3 * length)
    const values = this.#engine.float32(at.ratings, 3 * length)
    for (let j = 0; j < length; j++) {
      const row = order ? order[j]! : j
      ids[3 * j] = users[row]!
      ids[3 * j + 1] = items[row]!
      values[3 * j + 2] = ratings[row]!
    }
    this.#engine.kernels.train(at.ratings, batches, size, t, at.losses)
    return this.#engine.float64(at.losses, batches)
  }

  endStretch(t: number): void {
    this.#engine.kernels.endStretch(t)
  }

  predict(users: NdArray['data'], items: NdArray['data']): NdArray<Float32Array> {
    const { length } = users
    this.#makePairs(length)
    if (this.implicit) this.#makeRoom(1, 0)
    this.#configure()
    const at = this.#pairs
    this.#engine.int32(at.users, length).set(users)
    this.#engine.int32(at.items, length).set(items)
    this.#engine.kernels.predict(at.users, at.items, length, at.out)
    return ndArray(this.#engine.float32(at.out, length).slice())
  }

  read(part: RowPart, into?: readonly Float32Array[]): Float32Array[] {
    return this.parameters.map((_, i) => this.#records.read(i, part, into?.[i]))
  }

  write(part: RowPart, values: readonly Float32Array[]): void {
    for (const [i, array] of values.entries()) this.#records.write(i, part, array)
    this.#configure()
    this.#engine.kernels.endStretch(0) // moments from elsewhere: the next catch-up looks closer
    if (part === 'p') this.#engine.kernels.refreshImplicit()
  }

  async keepPace(): Promise<void> {
    // It computes at once: nothing is pending.
  }

  dispose(): void {
    // The WebAssembly memory goes with this object.
  }

  #configure(): void {
    const { rowStates, pairs, drifts, powers } = this.#fixed
    const { touchedRows, gradients } = this.#gradients
    const { beta2 } = this.#constants
    const { factors, users, items, address } = this.#records
    const [low, high] = this.#model.yRange ?? [0, 0]
    this.#engine.kernels.configure(
      factors, users, items, address, rowStates, touchedRows, gradients,
      pairs, drifts, powers, powerCount, beta2, Math.log(beta2) / 2, low, high - low,
    ) // prettier-ignore
    this.implicit?.configure(this.#gradients.rows * this.#records.gradientBytes)
  }

  /** Places for the gradients of a batch, and for the ratings and the losses of a run. */
  #makeRoom(size: number, batches: number): void {
    const rows = Math.min(2 * size, this.#records.rows)
    if (this.#gradients.rows < rows) {
      const engine = this.#engine
      this.#gradients = {
        rows,
        touchedRows: engine.reserve(rows * 4),
        // With an implicit term the vectors of the rows stand behind their gradients.
        gradients: engine.reserve(rows * this.#records.gradientBytes * (this.implicit ? 2 : 1)),
      }
      this.#configure()
    }
    if (this.#run.length < size * batches) {
      const length = size * batches
      this.#run = {
        length,
        ratings: this.#engine.reserve(length * 12),
        losses: this.#engine.reserve(length * 8),
      }
    }
  }

  /** Places for pairs to predict. */
  #makePairs(length: number): void {
    if (this.#pairs.length >= length) return
    const place = () => this.#engine.reserve(length * 4)
    this.#pairs = { length, users: place(), items: place(), out: place() }
  }
}
