import type { TensorFlow } from '../backend.ts'
import { registerCpuKernels } from '../kernels/cpu/register.ts'

/** tfjs-backend-cpu: plain JavaScript, the reference. */
export async function loadCpu(tf: TensorFlow): Promise<string> {
  if (!(await tf.setBackend('cpu'))) throw new Error('TensorFlow.js could not start its cpu backend')
  registerCpuKernels(tf)
  return 'JavaScript, one thread'
}
