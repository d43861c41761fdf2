import { ndArray, OnecycleError, type NdArray, type Parameter, type Webgpu } from '@onecycle/tensor-core'
import type { Dataset } from '@onecycle/learner'
import type { EmbeddingDotBias } from '../../models/embedding-dot-bias.ts'
import { columnsOf } from '../columns-of.ts'
import type { DotBiasEngine, RatingColumns, RowPart, Stretch } from '../dot-bias-engine.ts'
import type { AdamConstants } from '../schedule-tables.ts'
import { BatchPlan, headerStride, PackedRatings } from './batch-plan.ts'
import {
  headerBytes,
  modelFields,
  modelNumbers,
  runFields,
  workgroup,
  workgroupsInLine,
  type KernelName,
} from './kernels.ts'
import { bufferNames, pipelinesOn, type BufferName, type Pipelines } from './pipelines.ts'
import { RowLayout } from './row-layout.ts'
import { stretchTable } from './stretch-table.ts'

/**
 * The fused engine on a graphics card. The host sorts the ratings of each batch by row (`BatchPlan`), while
 * the card works on the run before; a run of batches is one submission, and its losses come when it is done.
 */
export class WebgpuDotBias implements DotBiasEngine {
  readonly highestMom: number
  readonly implicit = null
  readonly #card: Webgpu
  readonly #device: GPUDevice
  readonly #constants: AdamConstants
  readonly #rows: RowLayout
  readonly #plan: BatchPlan
  readonly #pipelines: Pipelines
  /** A header as it is for every batch of this model. */
  readonly #header = new Uint32Array(headerStride)
  readonly #buffers = new Map<BufferName, GPUBuffer>()
  #bindings: GPUBindGroup | undefined
  /** A dataset is packed once. */
  #packed: { readonly dataset: Dataset; readonly ratings: PackedRatings } | undefined
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
    const { users, items, rows, lanes, length } = this.#rows
    this.#plan = new BatchPlan(users, items)
    this.#pipelines = pipelinesOn(this.#device)
    const [low, high] = model.yRange ?? [0, 0]
    const { beta2 } = constants
    const numbers = { beta2, rest2: 1 - beta2, logBeta2: Math.log(beta2), low, range: high - low }
    setFields(this.#header, modelFields, { users, allRows: rows, lanes })
    setFields(new Float32Array(this.#header.buffer), modelNumbers, numbers)
    for (const part of ['p', 'm', 'v'] as const) this.#reserve(part, length * 4)
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
    const losses = this.#run(new PackedRatings(batch), order, size, t)
    return losses.then(([loss]) => loss!)
  }

  trainRun(dataset: Dataset, order: Uint32Array, size: number, t: number): Promise<number>[] {
    if (this.#packed?.dataset !== dataset) {
      this.#packed = { dataset, ratings: new PackedRatings(columnsOf(dataset)) }
    }
    const losses = this.#run(this.#packed.ratings, order, size, t)
    return Array.from({ length: order.length / size }, (_, batch) => losses.then((values) => values[batch]!))
  }

  endStretch(t: number): void {
    const { rows, lanes } = this.#rows
    this.#writeHeaders(Uint32Array.of(t), { itemTable: this.#itemTable })
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setBindGroup(0, this.#bind(), [0])
    this.#dispatch(pass, 'settle', rows * lanes)
    pass.end()
    encoder.clearBuffer(this.#buffers.get('upToDate')!, 0, rows * 4)
    this.#device.queue.submit([encoder.finish()])
  }

  async predict(users: NdArray['data'], items: NdArray['data']): Promise<NdArray> {
    const size = users.length
    const pairs = new Uint32Array(2 * size)
    pairs.set(users)
    pairs.set(items, size)
    this.#write('plan', pairs)
    this.#reserve('scalars', size * 4)
    this.#writeHeaders(Uint32Array.of(0, size), {})
    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    pass.setBindGroup(0, this.#bind(), [0])
    this.#dispatch(pass, 'predict', size)
    pass.end()
    return ndArray(await this.#submitAndRead(encoder, 'scalars', 0, size))
  }

  async read(part: RowPart): Promise<Float32Array[]> {
    const encoder = this.#device.createCommandEncoder()
    return this.#rows.unpack(await this.#submitAndRead(encoder, part, 0, this.#rows.length))
  }

  write(part: RowPart, values: readonly Float32Array[]): void {
    this.#write(part, this.#rows.pack(values))
  }

  async keepPace(): Promise<void> {
    await this.#before
  }

  dispose(): void {
    for (const buffer of this.#buffers.values()) buffer.destroy()
    this.#buffers.clear()
  }

  /** Trains on a run of batches; gives their losses. */
  #run(ratings: PackedRatings, order: Uint32Array, size: number, t: number): Promise<Float32Array> {
    const { lanes, rows } = this.#rows
    const plan = this.#plan
    plan.make(ratings, order, size, t)
    const batches = plan.work.length
    const mostRows = Math.max(...plan.work.map((work) => work.rows))
    const mostChunks = Math.max(...plan.work.map((work) => work.chunks))
    const partsAt = mostRows * lanes
    const squaresAt = size
    const lossesAt = squaresAt + order.length
    this.#write('plan', plan.words.subarray(0, plan.used))
    this.#reserve('upToDate', (rows + mostRows) * 4)
    this.#reserve('vectors', (mostRows + mostChunks) * lanes * 16)
    this.#reserve('scalars', (lossesAt + batches) * 4)
    const headers = plan.headers.subarray(0, batches * headerStride)
    this.#writeHeaders(headers, { itemTable: this.#itemTable, partsAt, squaresAt, lossesAt })

    const encoder = this.#device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    const bindings = this.#bind()
    for (const [batch, { rows, chunks }] of plan.work.entries()) {
      pass.setBindGroup(0, bindings, [batch * headerStride * 4])
      this.#dispatch(pass, 'catchUp', rows * lanes)
      this.#dispatch(pass, 'errors', size)
      this.#dispatch(pass, 'gradients', chunks * lanes)
      this.#dispatch(pass, 'adam', rows * lanes)
    }
    pass.setBindGroup(0, bindings, [0])
    this.#dispatch(pass, 'losses', batches * workgroup)
    pass.end()
    const losses = this.#submitAndRead(encoder, 'scalars', lossesAt * 4, batches)
    this.#before = this.#running
    this.#running = losses
    losses.catch(() => undefined) // thrown where a loss is awaited
    return losses
  }

  #dispatch(pass: GPUComputePassEncoder, kernel: KernelName, threads: number): void {
    const workgroups = Math.ceil(threads / workgroup)
    const lines = Math.ceil(workgroups / workgroupsInLine)
    pass.setPipeline(this.#pipelines.kernels[kernel])
    pass.dispatchWorkgroups(Math.min(workgroups, workgroupsInLine), lines)
  }

  /** Submits the commands, and reads float32 of a buffer as they are after them. */
  async #submitAndRead(
    encoder: GPUCommandEncoder,
    name: BufferName,
    from: number,
    length: number,
  ): Promise<Float32Array> {
    const bytes = length * 4
    const { COPY_DST, MAP_READ } = GPUBufferUsage
    const staging = this.#device.createBuffer({ size: bytes, usage: COPY_DST | MAP_READ })
    encoder.copyBufferToBuffer(this.#buffers.get(name)!, from, staging, 0, bytes)
    this.#device.queue.submit([encoder.finish()])
    try {
      await this.#card.result(staging.mapAsync(GPUMapMode.READ))
      return new Float32Array(staging.getMappedRange()).slice()
    } finally {
      staging.destroy()
    }
  }

  /** Headers of batches, completed by what is the same for the run and for the model. */
  #writeHeaders(headers: Uint32Array, fields: Partial<Record<keyof typeof runFields, number>>): void {
    const common = this.#header.slice()
    setFields(common, runFields, fields)
    const batches = Math.ceil(headers.length / headerStride)
    const words = new Uint32Array(batches * headerStride)
    for (let batch = 0; batch < batches; batch++) {
      const at = batch * headerStride
      words.set(common, at)
      words.set(headers.subarray(at, at + runFields.itemTable), at)
    }
    this.#write('batch', words)
  }

  #write(name: BufferName, data: Float32Array | Int32Array | Uint32Array): void {
    const buffer = this.#reserve(name, data.byteLength)
    this.#device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>)
  }

  /** A buffer of at least this size. What it held is kept for the rows, of which only the marks' tail grows. */
  #reserve(name: BufferName, bytes: number): GPUBuffer {
    const old = this.#buffers.get(name)
    if (old && old.size >= bytes) return old
    const { maxStorageBufferBindingSize: most } = this.#device.limits
    if (bytes > most) {
      const mebibytes = (value: number) => `${Math.ceil(value / 2 ** 20)} MiB`
      throw new OnecycleError(
        'GPU_TOO_SMALL',
        `${this.#card.name} lets a program see ${mebibytes(most)} at a time, this model needs ${mebibytes(bytes)} for its ${name}: ` +
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

  #bind(): GPUBindGroup {
    this.#bindings ??= this.#device.createBindGroup({
      layout: this.#pipelines.layout,
      entries: bufferNames.map((name, binding) => {
        const buffer = this.#buffers.get(name)!
        return { binding, resource: name === 'batch' ? { buffer, size: headerBytes } : { buffer } }
      }),
    })
    return this.#bindings
  }
}

const setFields = <Name extends string>(
  header: Uint32Array | Float32Array,
  fields: Readonly<Record<Name, number>>,
  values: Partial<Record<Name, number>>,
) => {
  for (const name of Object.keys(fields) as Name[]) header[fields[name]] = values[name] ?? 0
}
