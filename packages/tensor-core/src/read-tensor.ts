import type { Tensor } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import { webgpu } from './backends/webgpu.ts'

type Values = Float32Array | Int32Array | Uint8Array

/**
 * The values of a tensor: at once where the backend computes at once, else a promise. The tensor stays the
 * caller's, and must stay until they are there.
 *
 * @throws OnecycleError `DEVICE_LOST`, `GPU_OUT_OF_MEMORY`, `GPU_REFUSED` (the promise rejects)
 */
export const readTensor = (tensor: Tensor): Values | Promise<Values> =>
  tf.getBackend() === 'webgpu' ? readFromCard(tensor) : tensor.dataSync()

async function readFromCard(tensor: Tensor): Promise<Values> {
  const card = webgpu()
  try {
    const values = await tensor.data()
    card?.check()
    return values
  } catch (error) {
    // The loss of a device is told a moment after what it makes fail.
    await new Promise((resolve) => setTimeout(resolve))
    card?.check()
    throw error
  }
}
