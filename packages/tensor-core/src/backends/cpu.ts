import type { TensorFlow } from '../backend.ts'
import { registerUnsortedSegmentSum } from '../kernels/unsorted-segment-sum.ts'

/** tfjs-backend-cpu: plain JavaScript, the reference. */
export async function loadCpu(tf: TensorFlow): Promise<string> {
  if (!(await tf.setBackend('cpu'))) throw new Error('TensorFlow.js could not start its cpu backend')
  registerUnsortedSegmentSum(tf, 'cpu')
  return 'JavaScript, one thread'
}
