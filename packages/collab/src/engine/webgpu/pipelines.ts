import { kernelNames, kernels, type KernelName } from './kernels.ts'

/** In the order of their bindings in the kernels. */
export const bufferNames = [
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
export type BufferName = (typeof bufferNames)[number]

export interface Pipelines {
  /** All kernels have the same bindings. */
  readonly layout: GPUBindGroupLayout
  readonly kernels: Readonly<Record<KernelName, GPUComputePipeline>>
}

const made = new WeakMap<GPUDevice, Pipelines>()

/** The compiled kernels, once a device: they are the same for all models. */
export function pipelinesOn(device: GPUDevice): Pipelines {
  const known = made.get(device)
  if (known) return known
  const bindings = device.createBindGroupLayout({ entries: bufferNames.map(entryOf) })
  const layout = device.createPipelineLayout({ bindGroupLayouts: [bindings] })
  const module = device.createShaderModule({ label: 'dot-bias', code: kernels })
  const compile = (entryPoint: KernelName) =>
    device.createComputePipeline({ label: entryPoint, layout, compute: { module, entryPoint } })
  const compiled = Object.fromEntries(kernelNames.map((name) => [name, compile(name)]))
  const pipelines = { layout: bindings, kernels: compiled as Pipelines['kernels'] }
  made.set(device, pipelines)
  return pipelines
}

const entryOf = (name: BufferName, binding: number): GPUBindGroupLayoutEntry => {
  const visibility = 4 // GPUShaderStage.COMPUTE
  if (name === 'batch') return { binding, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } }
  if (name === 'window') return { binding, visibility, buffer: { type: 'uniform' } }
  const isRead = name === 'plan' || name === 'stretch'
  return { binding, visibility, buffer: { type: isRead ? 'read-only-storage' : 'storage' } }
}
