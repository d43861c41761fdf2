import type { TensorFlow } from '../backend.ts'
import { registerUnsortedSegmentSum } from '../kernels/unsorted-segment-sum.ts'

/** tfjs-backend-wasm: SIMD where the host has it; one thread in Node. */
export async function loadWasm(tf: TensorFlow): Promise<string> {
  await import('@tensorflow/tfjs-backend-wasm')
  if (!(await tf.setBackend('wasm'))) throw new Error('TensorFlow.js could not start its wasm backend')
  registerUnsortedSegmentSum(tf, 'wasm')
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')
  return simd ? 'WebAssembly SIMD, one thread' : 'WebAssembly without SIMD, one thread'
}
