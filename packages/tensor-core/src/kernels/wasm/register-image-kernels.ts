import type { KernelFunc } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts'
import { conv2dBackpropInput } from './conv2d-backprop-input.ts'
import { maxPoolGrad } from './max-pool-grad.ts'
import type { WasmKernels } from './module.ts'

/** Registers the gradients of image layers that tfjs-backend-wasm lacks, gets wrong or is slow at. */
export function registerImageKernels(tf: TensorFlow, simd: WasmKernels): void {
  const register = (kernelName: string, kernelFunc: KernelFunc) =>
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc })
  register('Conv2DBackpropFilter', conv2dBackpropFilter(tf, simd))
  tf.unregisterKernel('Conv2DBackpropInput', 'wasm')
  register('Conv2DBackpropInput', conv2dBackpropInput(tf, simd))
  tf.unregisterKernel('MaxPoolGrad', 'wasm')
  register('MaxPoolGrad', maxPoolGrad(tf))
}
