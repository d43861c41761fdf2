import type { TensorFlow } from '../backend.ts'

export interface LoaderOptions {
  /** Open a graphics card that the CPU only plays. */
  readonly allowSoftware: boolean
  /** Nobody has named this backend: it is one of those tried in order. */
  readonly auto: boolean
}

/** Makes TensorFlow.js run on a backend and names the device; throws the reason where it cannot. */
export type BackendLoader = (tf: TensorFlow, options: LoaderOptions) => Promise<string>
