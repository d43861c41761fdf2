import { ndArray, OnecycleError, type NdArray, type Parameter, type Webgpu } from '@onecycle/tensor-core'
import type { Dataset } from '@onecycle/learner'
import type { EmbeddingDotBias } from '../../models/embedding-dot-bias.ts'
import { columnsOf } from '../columns-of.ts'
import type { DotBiasEngine, RatingColumns, RowPart, Stretch } from '../dot-bias-engine.ts'
import type { AdamConstants } from '../schedule-tables.ts'
import { BatchSorter, type Run } from './batch-sorter.ts'
import {
  batchFields,
  headerBytes,
  headerStride,
  kernelNames,
  kernels,
  modelFields,
  modelNumbers,
  runFields,
  setFields,
  workgroup,
  type KernelName,
} from './kernels.ts'
import { dispatch, pipelinesOn, type Pipelines, type Program } from './pipelines.ts'
import { RatingsOnCard } from './ratings-on-card.ts'
import { RowLayout } from './row-layout.ts'
import { rowWindows, type RowWindow } from './row-windows.ts'
import { stretchTable } from './stretch-table.ts'

/** In the order of their bindings in the kernels. */
const bufferNames = [
  'batch',
  'plan',
  'p',
  'm',
  'v',
  'upToDate',
  'stretch',
  'vectors',
  'scalars',
  'window',
] as const
type BufferName = (typeof bufferNames)[number]

const program: Program<KernelName> = {
  label: 'dot-bias',
  code: kernels,
  kernels: kernelNames,
  bindings: bufferNames.map((name) => {
    if (name === 'batch') return { type: 'uniform', hasDynamicOffset: true }
    if (name === 'window') return { type: 'uniform' }
    return { type: name === 'plan' || name === 'stretch' ? 'read-only-storage' : 'storage' }
  }),
}

/**
 * A submission costs the host some tenths of a millisecond, whatever is in it, so a run is long; but not so long that
 * a cancelled training goes on for a while, or that the commands of tiny batches fill the memory.
 */
const ratingsInRun = 131_072
const mostBatchesInRun = 2048

/** Buffers that grow with what they have to hold; the tables of rows are in windows of their own. */
type GrowingName = Exclude<BufferName, RowPart | 'window'>

/**
 * The fused engine on a graphics card. The ratings stay on the card, which sorts those of each batch by row
 * (`BatchSorter`); a run of batches is one submission, and its losses come when it is done.
 */
export class WebgpuDotBias implements DotBiasEngine {
  readonly highestMom: number
  readonly implicit = null
  readonly #card: Webgpu
  readonly #device: GPUDevice
  readonly #constants: AdamConstants
  readonly #rows: RowLayout
  readonly #sorter: BatchSorter
  readonly #pipelines: Pipelines<KernelName>
  /** A header as it was last written; what is the same for every batch of this model stays. */
  readonly #header = new Uint32Array(headerStride)
  readonly #buffers = new Map<GrowingName, GPUBuffer>()
  readonly #windows: readonly RowWindow[]
  /** One a window; the same but for the tables. */
  #bindings: readonly GPUBindGroup[] | undefined
  /** A dataset is uploaded once. */
  #uploaded: { readonly dataset: Dataset; readonly ratings: RatingsOnCard } | undefined
  /** Where the items' table begins, in steps. */
  #itemTable = 0
  /** The losses of the last run, and of the one before. */
  #running: Promise<unknown> = Promise.resolve()
  #before: Promise<unknown> = Promise.resolve()

  constructor(card: Webgpu, model: EmbeddingDotBias, constants: AdamConstants) {
    this.#card = card
    this.#device = card.device as GPUDevice
    this.#constants = constants
    // Above b2 the second moment of the drift grows without bounds as the tables are made backward.
    this.highestMom = 0.98 * constants.beta2
    this.#rows = new RowLayout(model)
    const { users, rows, lanes } = this.#rows
    this.#sorter = new BatchSorter(this.#device, users, rows)
    this.#pipelines = pipelinesOn(this.#device, program)
    const [low, high] = model.yRange ?? [0, 0]
    const { beta2 } = constants
    const numbers = { beta2, rest2: 1 - beta2, logBeta2: Math.log(beta2), low, range: high - low }
    setFields(this.#header, modelFields, { users, allRows: rows, lanes })
    setFields(new Float32Array(this.#header.buffer), modelNumbers, numbers)
    this.#windows = rowWindows(this.#device, this.#rows)
    this.#reserve('upToDate', rows * 4)
    this.#reserve('batch', headerStride * 4)
    for (const name of ['plan', 'stretch', 'vectors', 'scalars'] as const) this.#reserve(name, 4096)
  }

  get parameters(): readonly Parameter[] {
    return this.#rows.parameters
  }

  beginStretch(stretch: Stretch): void {
    const table = stretchTable(stretch, this.#constants)
    this.#itemTable = stretch.user === stretch.item ? 0 : stretch.user.length + 1
    this.#write('stretch', table)
  }

  train(batch: RatingColumns, t: number): Promise<number> {
    const size = batch.ratings.length
    const order = Uint32Array.from({ length: size }, (_, i) => i)
    const ratings = new RatingsOnCard(this.#device, batch)
    const losses = this.#run({ ratings, order, size }, t)
    ratings.dispose() // once the card has done what it was asked for
    return losses.then(([loss]) => loss!)
  }

  batchesInRun(size: number): number {
    return Math.min(mostBatchesInRun, Math.floor(ratingsInRun / size))
  }

  trainRun(dataset: Dataset, order: Uint32Array, size: number, t: number): Promise<number>[] {
    if (this.#uploaded?.dataset !== dataset) {
      this.#uploaded?.ratings.dispose()
      this.#uploaded = { dataset, ratings: new RatingsOnCard(this.#device, columnsOf(dataset)) }
    }
    const losses = this.#run({ ratings: this.#uploaded.ratings, order, size }, t)
    return Array.from({ length: order.length / size }, (_, batch) => losses.then((values) => values[batch]!))
  }

  endStretch(t: number): void {
    const { rows, lanes } = this.#rows
    this.#writeHeaders(t, { itemTable: this.#itemTable })
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    for (const [i, window] of this.#windows.entries()) {
      pass.setBindGroup(0, this.#bind()[i]!, [0])
      this.#dispatch(pass, 'settle', window.rows * lanes)
    }
    pass.end()
    encoder.clearBuffer(this.#buffers.get('upToDate')!, 0, rows * 4)
    this.#device.queue.submit([encoder.finish()])
  }

  async predict(users: NdArray['data'], items: NdArray['data']): Promise<NdArray> {
    const most = Math.floor(this.#mostBytes / (2 * this.#rows.lanes * 16))
    // All blocks are submitted before any is awaited: training may go on meanwhile.
    const blocks: Promise<Float32Array>[] = []
    for (let from = 0; from < users.length; from += most)
      blocks.push(this.#predictBlock(users.subarray(from, from + most), items.subarray(from, from + most)))
    const predictions = new Float32Array(users.length)
    for (const [i, block] of (await Promise.all(blocks)).entries()) predictions.set(block, i * most)
    return ndArray(predictions)
  }

  async read(part: RowPart, into?: readonly Float32Array[]): Promise<readonly Float32Array[]> {
    const values = into ?? this.parameters.map(({ size }) => new Float32Array(size))
    const unpacked = this.#windows.map(({ tables, length, firstRow }) =>
      this.#submitAndRead(this.#device.createCommandEncoder(), tables[part], 0, length, (packed) =>
        this.#rows.unpack(packed, firstRow, values),
      ),
    )
    await Promise.all(unpacked)
    return values
  }

  write(part: RowPart, values: readonly Float32Array[]): void {
    const packed = this.#rows.pack(values) as Float32Array<ArrayBuffer>
    const rowLength = 4 * this.#rows.lanes
    for (const { firstRow, length, tables } of this.#windows)
      this.#device.queue.writeBuffer(tables[part], 0, packed, firstRow * rowLength, length)
  }

  async keepPace(meanwhile: () => void): Promise<void> {
    meanwhile()
    await this.#before
  }

  dispose(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy()
    this.#buffers.clear()
    this.#sorter.dispose()
    this.#uploaded?.ratings.dispose()
    for (const { tables, range } of this.#windows)
      for (const buffer of [tables.p, tables.m, tables.v, range]) buffer.destroy()
  }

  #predictBlock(users: NdArray['data'], items: NdArray['data']): Promise<Float32Array> {
    const size = users.length
    const rows = new Uint32Array(2 * size)
    rows.set(users)
    for (let j = 0; j < size; j++) rows[size + j] = this.#rows.users + items[j]!
    this.#write('plan', rows)
    this.#reserve('vectors', 2 * size * this.#rows.lanes * 16)
    this.#reserve('scalars', size * 4)
    this.#writeHeaders(0, { size })
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    this.#dispatchByWindow(pass, 'gather', 2 * size * this.#rows.lanes, 0)
    this.#dispatch(pass, 'predict', size)
    pass.end()
    return this.#submitAndRead(encoder, this.#buffers.get('scalars')!, 0, size, copied)
  }

  /** Trains on a run of batches; gives their losses. */
  #run(run: Run, t: number): Promise<Float32Array> {
    const { lanes, rows } = this.#rows
    const { size } = run
    const all = run.order.length
    const batches = all / size
    // As the kernels have it: a place and a chunk for each of the 2n numbers, unused where a row has several.
    const plan = this.#reserve('plan', this.#sorter.words(run) * 4)
    this.#reserve('upToDate', (rows + 2 * size) * 4)
    this.#reserve('vectors', 4 * size * lanes * 16)
    this.#reserve('scalars', (size + all + batches) * 4)
    this.#writeHeaders(t, { size, all, itemTable: this.#itemTable }, batches)

    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    this.#sorter.plan(pass, plan, run)
    for (let batch = 0; batch < batches; batch++) {
      const header = batch * headerStride * 4
      this.#dispatchByWindow(pass, 'catchUp', 2 * size * lanes, header)
      this.#dispatch(pass, 'errors', size)
      this.#dispatch(pass, 'gradients', 2 * size * lanes)
      this.#dispatchByWindow(pass, 'adam', 2 * size * lanes, header)
    }
    pass.setBindGroup(0, this.#bind()[0]!, [0])
    this.#dispatch(pass, 'losses', batches * workgroup)
    pass.end()
    const losses = this.#submitAndRead(
      encoder,
      this.#buffers.get('scalars')!,
      (size + all) * 4,
      batches,
      copied,
    )
    this.#before = this.#running
    this.#running = losses
    losses.catch(() => undefined) // thrown where a loss is awaited
    return losses
  }

  /** A kernel that reads or writes tables of rows, window by window; the last window stays bound. */
  #dispatchByWindow(pass: GPUComputePassEncoder, kernel: KernelName, threads: number, header: number): void {
    for (const bindings of this.#bind()) {
      pass.setBindGroup(0, bindings, [header])
      this.#dispatch(pass, kernel, threads)
    }
  }

  #dispatch(pass: GPUComputePassEncoder, kernel: KernelName, threads: number): void {
    dispatch(pass, this.#pipelines.kernels[kernel], Math.ceil(threads / workgroup))
  }

  /** Submits the commands, and reads float32 of a buffer as they are after them; what `take` is shown is gone after it. */
  async #submitAndRead<T>(
    encoder: GPUCommandEncoder,
    buffer: GPUBuffer,
    from: number,
    length: number,
    take: (values: Float32Array) => T,
  ): Promise<T> {
    const bytes = length * 4
    const { COPY_DST, MAP_READ } = GPUBufferUsage
    const staging = this.#device.createBuffer({ size: bytes, usage: COPY_DST | MAP_READ })
    encoder.copyBufferToBuffer(buffer, from, staging, 0, bytes)
    this.#device.queue.submit([encoder.finish()])
    try {
      await this.#card.result(staging.mapAsync(GPUMapMode.READ))
      return take(new Float32Array(staging.getMappedRange()))
    } finally {
      staging.destroy()
    }
  }

  /** Headers of batches that follow each other; `t` steps were made before the first. */
  #writeHeaders(t: number, run: Partial<Record<keyof typeof runFields, number>>, batches = 1): void {
    setFields(this.#header, runFields, run)
    const words = new Uint32Array(batches * headerStride)
    for (let batch = 0; batch < batches; batch++) {
      const first = batch * (run.size ?? 0)
      setFields(this.#header, batchFields, { t: t + batch, first })
      words.set(this.#header, batch * headerStride)
    }
    this.#write('batch', words)
  }

  #write(name: GrowingName, data: Float32Array | Int32Array | Uint32Array): void {
    const buffer = this.#reserve(name, data.byteLength)
    this.#device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>)
  }

  /** A buffer of at least this size. What it held is kept for `upToDate` only, whose tail by place grows. */
  #reserve(name: GrowingName, bytes: number): GPUBuffer {
    const old = this.#buffers.get(name)
    if (old && old.size >= bytes) return old
    const most = this.#mostBytes
    if (bytes > most) {
      const mebibytes = (value: number) => `${Math.ceil(value / 2 ** 20)} MiB`
      throw new OnecycleError(
        'GPU_TOO_SMALL',
        `${this.#card.name} lets a program see ${mebibytes(most)} at a time, a batch of this size needs ${mebibytes(bytes)} for its ${name}: ` +
          'take fewer factors or a smaller batch, or train on the CPU (backend wasm)',
        { name, bytes, most },
      )
    }
    const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage
    const usage = (name === 'batch' ? UNIFORM : STORAGE) | COPY_SRC | COPY_DST
    const size = Math.min(most, old ? 2 * bytes : bytes)
    const buffer = this.#device.createBuffer({ label: name, size: Math.ceil(size / 16) * 16, usage })
    if (old && name === 'upToDate') {
      const encoder = this.#device.createCommandEncoder()
      encoder.copyBufferToBuffer(old, 0, buffer, 0, this.#rows.rows * 4)
      this.#device.queue.submit([encoder.finish()])
    }
    old?.destroy()
    this.#buffers.set(name, buffer)
    this.#bindings = undefined
    return buffer
  }

  get #mostBytes(): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.#device.limits
    return Math.min(maxStorageBufferBindingSize, maxBufferSize)
  }

  /** What the kernels see, by window. */
  #bind(): readonly GPUBindGroup[] {
    const resourceIn = ({ tables, range }: RowWindow, name: BufferName): GPUBufferBinding => {
      if (name === 'window') return { buffer: range }
      if (name === 'p' || name === 'm' || name === 'v') return { buffer: tables[name] }
      const buffer = this.#buffers.get(name)!
      return name === 'batch' ? { buffer, size: headerBytes } : { buffer }
    }
    this.#bindings ??= this.#windows.map((window) =>
      this.#device.createBindGroup({
        layout: this.#pipelines.layout,
        entries: bufferNames.map((name, binding) => ({ binding, resource: resourceIn(window, name) })),
      }),
    )
    return this.#bindings
  }
}

const copied = (values: Float32Array): Float32Array => values.slice()
