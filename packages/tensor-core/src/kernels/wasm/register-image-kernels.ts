import type { TensorFlow } from '../../backend.ts'
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts'
import { maxPoolGrad } from './max-pool-grad.ts'

let registered = false

/** Registers the gradients of image layers that tfjs-backend-wasm lacks or gets wrong. */
export function registerImageKernels(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const backendName = 'wasm'
  tf.registerKernel({ kernelName: 'Conv2DBackpropFilter', backendName, kernelFunc: conv2dBackpropFilter(tf) })
  tf.unregisterKernel('MaxPoolGrad', backendName)
  tf.registerKernel({ kernelName: 'MaxPoolGrad', backendName, kernelFunc: maxPoolGrad(tf) })
}
