import type { TensorInfo } from '@tensorflow/tfjs'

/** What tfjs-backend-webgpu offers for work on its tensors and in its queue. */
export interface WebgpuBackend {
  readonly device: GPUDevice
  readonly queue: GPUQueue
  readonly bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer }
  readonly tensorMap: { get(dataId: object): { resource: GPUBuffer; values: unknown } }
  readonly commandEncoder: GPUCommandEncoder
  computePassEncoder: GPUComputePassEncoder | null
  readonly commandQueueOwnedIds: WeakSet<object>
  readonly uniformPendingDisposal: GPUBuffer[]
  dispatchCountInPass: number
  makeTensorInfo(shape: readonly number[], dtype: 'float32'): TensorInfo
  uploadToGPU(dataId: object): void
  ensureCommandEncoderReady(): void
  endComputePassEncoder(): void
  submitQueue(): void
}

export interface Dispatch {
  /** Bound from 0 on, in this order. */
  readonly reads: readonly TensorInfo[]
  /** Bound after them: outputs, and what changes in place. */
  readonly writes: readonly TensorInfo[]
  /** Bound last, as it is. */
  readonly uniform: ArrayBuffer
  readonly workgroups: number
}

/** As many commands go to the card at a time as in tfjs's own kernels. */
const submitEvery = 15

/**
 * Puts one run of a shader into tfjs's queue, between its own kernels. tfjs can do so only for shaders with
 * one output that change nothing in place.
 */
export function dispatch(backend: WebgpuBackend, pipeline: GPUComputePipeline, work: Dispatch): void {
  const tensors = [...work.reads, ...work.writes].map(({ dataId }) => {
    backend.uploadToGPU(dataId)
    backend.commandQueueOwnedIds.add(dataId)
    return backend.tensorMap.get(dataId)
  })
  // A copy in host memory, left from an earlier read, is out of date now.
  for (const tensor of tensors.slice(work.reads.length)) tensor.values = null

  const { COPY_DST, UNIFORM } = GPUBufferUsage
  const uniform = backend.bufferManager.acquireBuffer(work.uniform.byteLength, COPY_DST | UNIFORM)
  backend.queue.writeBuffer(uniform, 0, work.uniform)
  backend.uniformPendingDisposal.push(uniform)

  const buffers = [...tensors.map(({ resource }) => resource), uniform]
  const bindGroup = backend.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  })
  backend.ensureCommandEncoderReady()
  backend.computePassEncoder ??= backend.commandEncoder.beginComputePass()
  backend.computePassEncoder.setPipeline(pipeline)
  backend.computePassEncoder.setBindGroup(0, bindGroup)
  backend.computePassEncoder.dispatchWorkgroups(work.workgroups)
  if (++backend.dispatchCountInPass < submitEvery) return
  backend.endComputePassEncoder()
  backend.submitQueue()
}
