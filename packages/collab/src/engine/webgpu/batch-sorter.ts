import { headerStride, setFields, workgroup } from './kernels.ts'
import { dispatch, pipelinesOn, type Pipelines, type Program } from './pipelines.ts'
import { planParts } from './plan-parts.ts'
import type { RatingsOnCard } from './ratings-on-card.ts'
import {
  blockLength,
  digitBits,
  passBytes,
  passFields,
  sortKernelNames,
  sortKernels,
  type SortKernelName,
} from './sort-kernels.ts'

const program: Program<SortKernelName> = {
  label: 'sort',
  code: sortKernels,
  kernels: sortKernelNames,
  bindings: [
    { type: 'uniform', hasDynamicOffset: true },
    { type: 'storage' },
    { type: 'read-only-storage' },
    { type: 'uniform' },
  ],
}

/** A run of batches of `size` ratings each. */
export interface Run {
  readonly ratings: RatingsOnCard
  /** Which of them, batch after batch. */
  readonly order: Uint32Array
  readonly size: number
}

/** Plans runs on the card: by batch, which rows it touches, and its ratings in the order of their rows. */
export class BatchSorter {
  readonly #device: GPUDevice
  readonly #pipelines: Pipelines<SortKernelName>
  readonly #users: number
  readonly #passes: number
  /** What the kernels know of a pass, `headerStride` apart. */
  readonly #headers: GPUBuffer

  constructor(device: GPUDevice, users: number, rows: number) {
    this.#device = device
    this.#pipelines = pipelinesOn(device, program)
    this.#users = users
    this.#passes = Math.max(1, Math.ceil(Math.ceil(Math.log2(rows)) / digitBits))
    const { UNIFORM, COPY_DST } = GPUBufferUsage
    const size = this.#passes * headerStride * 4
    this.#headers = device.createBuffer({ label: 'passes', size, usage: UNIFORM | COPY_DST })
  }

  /** Words that the plan of a run takes. */
  words({ order, size }: Run): number {
    return planParts.counts * order.length + (order.length / size) * blocksIn(size) * 2 ** digitBits
  }

  /** Uploads the order of a run, and lets `pass` begin with its plan. */
  plan(pass: GPUComputePassEncoder, plan: GPUBuffer, { ratings, order, size }: Run): void {
    const { queue } = this.#device
    const all = order.length
    const batches = all / size
    const blocks = blocksIn(size)
    const headers = new Uint32Array(this.#passes * headerStride)
    // The last pass writes to `entries`, the one before to the other place, and so on.
    const places = [planParts.entries * all, planParts.starts * all]
    for (let i = 0; i < this.#passes; i++) {
      const left = this.#passes - 1 - i
      const [source, sink] = [places[(left + 1) % 2]!, places[left % 2]!]
      const fields = { size, batches, blocks, users: this.#users, shift: i * digitBits, source, sink }
      setFields(headers.subarray(i * headerStride), passFields, fields)
    }
    queue.writeBuffer(this.#headers, 0, headers)
    queue.writeBuffer(plan, planParts.order * all * 4, order as Uint32Array<ArrayBuffer>)

    const { layout, kernels } = this.#pipelines
    const bindings = ratings.windows.map(({ records, range }) => {
      const buffers = [
        { buffer: this.#headers, size: passBytes },
        { buffer: plan },
        { buffer: records },
        { buffer: range },
      ]
      const entries = buffers.map((resource, binding) => ({ binding, resource }))
      return this.#device.createBindGroup({ layout, entries })
    })
    for (const window of bindings) {
      pass.setBindGroup(0, window, [0])
      dispatch(pass, kernels.pick, Math.ceil(all / workgroup))
    }
    for (let i = 0; i < this.#passes; i++) {
      pass.setBindGroup(0, bindings[0]!, [i * headerStride * 4])
      dispatch(pass, kernels.count, batches * blocks)
      dispatch(pass, kernels.scan, batches)
      dispatch(pass, kernels.scatter, batches * blocks)
    }
    dispatch(pass, kernels.place, Math.ceil((2 * all) / workgroup))
  }

  dispose(): void {
    this.#headers.destroy()
  }
}

/** Blocks of numbers in a batch of so many ratings. */
const blocksIn = (size: number): number => Math.ceil((2 * size) / blockLength)
