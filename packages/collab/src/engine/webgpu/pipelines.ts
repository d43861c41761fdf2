import { workgroupsInLine } from './kernels.ts'

/** A WGSL module whose kernels all have the same bindings. */
export interface Program<Kernel extends string> {
  readonly label: string
  readonly code: string
  readonly kernels: readonly Kernel[]
  /** By binding number. */
  readonly bindings: readonly GPUBufferBindingLayout[]
}

export interface Pipelines<Kernel extends string> {
  readonly layout: GPUBindGroupLayout
  readonly kernels: Readonly<Record<Kernel, GPUComputePipeline>>
}

const made = new WeakMap<GPUDevice, Map<Program<string>, Pipelines<string>>>()

/** The compiled kernels of a program, made once a device: they are the same for all models. */
export function pipelinesOn<Kernel extends string>(
  device: GPUDevice,
  program: Program<Kernel>,
): Pipelines<Kernel> {
  const programs = made.get(device) ?? new Map<Program<string>, Pipelines<string>>()
  made.set(device, programs)
  const known = programs.get(program)
  if (known) return known
  const { label, code, kernels, bindings } = program
  const visibility = 4 // GPUShaderStage.COMPUTE
  const entries = bindings.map((buffer, binding) => ({ binding, visibility, buffer }))
  const bound = device.createBindGroupLayout({ entries })
  const layout = device.createPipelineLayout({ bindGroupLayouts: [bound] })
  const module = device.createShaderModule({ label, code })
  const compile = (entryPoint: Kernel) =>
    device.createComputePipeline({ label: entryPoint, layout, compute: { module, entryPoint } })
  const compiled = Object.fromEntries(kernels.map((name) => [name, compile(name)]))
  const pipelines = { layout: bound, kernels: compiled as Pipelines<Kernel>['kernels'] }
  programs.set(program, pipelines)
  return pipelines
}

/** Calls a kernel with so many workgroups at least, in lines of as many as WebGPU allows. */
export function dispatch(pass: GPUComputePassEncoder, kernel: GPUComputePipeline, workgroups: number): void {
  pass.setPipeline(kernel)
  pass.dispatchWorkgroups(Math.min(workgroups, workgroupsInLine), Math.ceil(workgroups / workgroupsInLine))
}
