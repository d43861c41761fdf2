import type { TensorFlow } from '../backend.ts'
import { registerWasmKernels } from '../kernels/wasm/register.ts'

/** tfjs-backend-wasm with SIMD (every Node has it); one thread in Node. */
export async function loadWasm(tf: TensorFlow): Promise<string> {
  await import('@tensorflow/tfjs-backend-wasm')
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend')
  registerWasmKernels(tf)
  return 'WebAssembly SIMD, one thread'
}
