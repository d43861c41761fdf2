import type * as TensorFlowModule from '@tensorflow/tfjs'
import { loadCpu } from './backends/cpu.ts'
import type { BackendLoader } from './backends/loader.ts'
import { loadTensorflow } from './backends/tensorflow.ts'
import { loadWasm } from './backends/wasm.ts'
import type { Webgpu } from './backends/webgpu-device.ts'
import { loadWebgpu, openedWebgpu } from './backends/webgpu.ts'
import { OnecycleError } from './errors.ts'

export type TensorFlow = typeof TensorFlowModule

const loaders = {
  tensorflow: loadTensorflow,
  webgpu: loadWebgpu,
  wasm: loadWasm,
  cpu: loadCpu,
} satisfies Record<string, BackendLoader>

export type BackendName = keyof typeof loaders

/** The names `initBackend` knows, in the order in which it tries them by itself. */
export const backendNames = /* @__PURE__ */ Object.keys(loaders) as readonly BackendName[]

export interface BackendInfo {
  readonly name: BackendName
  /** What does the work, for people: `WebAssembly SIMD, one thread`. */
  readonly device: string
  /** It was chosen by `auto`, not named: a trainer may leave it where it does not pay. */
  readonly byItself: boolean
  /** One line for each backend that was asked for before this one and did not work. */
  readonly reasons: readonly string[]
}

/**
 * TensorFlow.js, once `initBackend` has loaded it. The import takes 0.4 s, so nothing of onecycle loads it
 * before a tensor is really wanted.
 */
export let tf: TensorFlow = /* @__PURE__ */ new Proxy({} as TensorFlow, {
  get(_, property) {
    // A live binding, but `const { tf } = require(...)` and notebooks keep what it was at first: this.
    if (current) return Reflect.get(tf, property) as unknown
    throw new OnecycleError(
      'NO_BACKEND',
      `tf.${String(property)} was used before a backend was ready: call "await initBackend()" first`,
    )
  },
})

let current: BackendInfo | undefined

/** The backend in use, or undefined before `initBackend`. */
export const backendInfo = (): BackendInfo | undefined => current

/** The graphics card in use; undefined on any backend but `webgpu`. */
export const webgpu = (): Webgpu | undefined => (current?.name === 'webgpu' ? openedWebgpu() : undefined)

/** Checks names that come from outside (an option, an environment variable); `auto` stands for all. */
export const parseBackends = (names: readonly string[]): readonly BackendName[] =>
  names.flatMap((name) => {
    if (name === 'auto') return backendNames
    if (backendNames.includes(name as BackendName)) return [name as BackendName]
    throw new OnecycleError(
      'UNKNOWN_BACKEND',
      `backend "${name}" is unknown: expected one of auto, ${backendNames.join(', ')}`,
      { name, known: backendNames },
    )
  })

export interface BackendOptions {
  /** Open a graphics card that the CPU only plays: for tests. One that is open stays for the whole process. Default false. */
  readonly allowSoftware?: boolean
}

/**
 * Loads TensorFlow.js and the first backend that works, in the order of `preferences`. Called again, it
 * keeps what is there if that satisfies the preferences, else it changes over.
 *
 * @param preferences default: `auto`, which is `tensorflow` with CUDA, `webgpu` on a graphics card, `wasm`, `cpu`
 * @throws OnecycleError `UNKNOWN_BACKEND`, or `NO_BACKEND` with the reason of each that failed
 */
export async function initBackend(
  preferences: readonly string[] = ['auto'],
  { allowSoftware = false }: BackendOptions = {},
): Promise<BackendInfo> {
  const wanted = parseBackends(preferences)
  const auto = preferences.includes('auto')
  if (current && (wanted[0] === current.name || (auto && wanted.includes(current.name)))) {
    const byItself = !preferences.includes(current.name)
    if (byItself !== current.byItself) current = { ...current, byItself }
    return current
  }
  const module = (await import('@tensorflow/tfjs')) as TensorFlow & { default?: TensorFlow }
  const loaded = module.default ?? module
  loaded.enableProdMode() // else it greets on the console at its first use
  const reasons: string[] = []
  for (const name of wanted) {
    try {
      const byItself = !preferences.includes(name)
      const device = await loaders[name](loaded, { allowSoftware, auto: byItself })
      tf = loaded
      current = { name, device, byItself, reasons }
      return current
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new OnecycleError('NO_BACKEND', `no backend works here: ${reasons.join('; ')}`, { reasons })
}
