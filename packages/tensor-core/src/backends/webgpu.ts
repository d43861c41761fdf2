import type * as TfjsWebgpu from '@tensorflow/tfjs-backend-webgpu'
import type { TensorFlow } from '../backend.ts'
import { registerWebgpuKernels } from '../kernels/webgpu/register.ts'
import { importInstalled } from './import-installed.ts'
import type { LoaderOptions } from './loader.ts'
import { openWebgpu, type Webgpu } from './webgpu-device.ts'

let current: (Webgpu & { readonly info: GPUAdapterInfo }) | undefined

/** The graphics card, once it is open. */
export const openedWebgpu = (): Webgpu | undefined => current

/** tfjs-backend-webgpu, in Node over Dawn (the npm package `webgpu`); any card with Vulkan, Metal or Direct3D 12. */
export async function loadWebgpu(tf: TensorFlow, { allowSoftware }: LoaderOptions): Promise<string> {
  const card = current ?? (await openWebgpu(allowSoftware))
  const { WebGPUBackend } = (await importInstalled(
    '@tensorflow/tfjs-backend-webgpu',
    'npm install @tensorflow/tfjs-backend-webgpu@4.22',
  )) as typeof TfjsWebgpu
  if (!current) {
    // In place of their own way to a device, which can neither raise all limits nor refuse a software adapter.
    tf.removeBackend('webgpu')
    tf.registerBackend('webgpu', () => new WebGPUBackend(card.device as GPUDevice, card.info), 3)
  }
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js could not start its webgpu backend')
  current = card
  registerWebgpuKernels(tf)
  return card.name
}
