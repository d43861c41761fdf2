import { OnecycleError } from '../errors.ts'
import { importInstalled } from './import-installed.ts'

/** The graphics card that the `webgpu` backend runs on. */
export interface Webgpu {
  /** The card, for people. */
  readonly name: string
  /** Whether the CPU plays the card. */
  readonly isSoftware: boolean
  /** The GPUDevice. (Not named in the type: programs without WebGPU's types could not compile against it.) */
  readonly device: object
  /**
   * Awaits what the card is asked for. WebGPU reports a bad shader or a lost card on the side; here it makes
   * the next result fail.
   *
   * @throws OnecycleError `DEVICE_LOST`, `GPU_OUT_OF_MEMORY`, `GPU_REFUSED`
   */
  readonly result: <T>(asked: Promise<T>) => Promise<T>
}

/**
 * Opens the strongest adapter, with its limits raised to what it has.
 *
 * @throws Error with the reason why there is none
 */
export async function openWebgpu(
  allowSoftware: boolean,
): Promise<Webgpu & { readonly info: GPUAdapterInfo }> {
  const gpu = await webgpuOfHost()
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) {
    throw new Error(
      'no graphics card answers: WebGPU needs a driver for Vulkan (Linux: libvulkan1 and the card’s own), Metal or Direct3D 12',
    )
  }
  const { info, limits } = adapter
  const name = `${info.device || info.architecture || info.vendor} (${info.description || info.vendor})`
  if (info.isFallbackAdapter && !allowSoftware) {
    throw new Error(`there is only a software adapter, ${name}, which is used where allowSoftware is set`)
  }
  const device = await adapter.requestDevice({
    requiredFeatures: ['timestamp-query' as const].filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(raised.map((limit) => [limit, limits[limit]])),
  })
  return { name, isSoftware: info.isFallbackAdapter, device, info, result: watch(device, name) }
}

const raised = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
] as const

/** WebGPU as the host has it (a browser), else Dawn's, which is put where TensorFlow.js looks for it. */
async function webgpuOfHost(): Promise<GPU> {
  const host = globalThis as unknown as { navigator?: { gpu?: GPU } }
  if (host.navigator?.gpu) return host.navigator.gpu
  const dawn = (await importInstalled('webgpu', 'npm install webgpu@0.6.2')) as Dawn
  Object.assign(globalThis, dawn.globals)
  // It stays to the end of the process: Dawn does not survive being let go while its devices live.
  const gpu = dawn.create([])
  if (host.navigator) Object.defineProperty(host.navigator, 'gpu', { value: gpu, configurable: true })
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true })
  return gpu
}

/** The npm package `webgpu`. */
interface Dawn {
  create(options: readonly string[]): GPU
  readonly globals: object
}

/** Remembers what goes wrong on a device for whoever awaits the next result. */
function watch(device: GPUDevice, name: string): Webgpu['result'] {
  let failure: OnecycleError | undefined
  device.addEventListener('uncapturederror', (event) => {
    ;(event as unknown as { preventDefault(): void }).preventDefault() // else Dawn prints it
    const { error } = event
    const full = error instanceof GPUOutOfMemoryError
    failure ??= full
      ? new OnecycleError('GPU_OUT_OF_MEMORY', `the memory of ${name} is full: ${error.message}`)
      : new OnecycleError('GPU_REFUSED', `${name} refused a command: ${error.message}`)
  })
  void device.lost.then(({ reason, message }) => {
    const why = [reason, message].filter((part) => part && part !== 'unknown').join(': ')
    failure = new OnecycleError(
      'DEVICE_LOST',
      `the graphics card ${name} was lost${why && ` (${why})`}: what was on it is gone; go on from the last checkpoint in a new process`,
      { name, reason },
    )
  })
  const check = () => {
    const thrown = failure
    if (thrown?.code !== 'DEVICE_LOST') failure = undefined
    if (thrown) throw thrown
  }
  return async (asked) => {
    try {
      const result = await asked
      check()
      return result
    } catch (error) {
      // That a card is lost is told a moment after what it makes fail.
      await new Promise((resolve) => setTimeout(resolve))
      check()
      throw error
    }
  }
}
