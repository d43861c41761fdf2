import type { Tensor } from '@tensorflow/tfjs'
import { webgpu } from './backend.ts'

type Values = Float32Array | Int32Array | Uint8Array

/**
 * The values of a tensor: at once where the backend computes at once, else a promise. The tensor stays the
 * caller's, and must stay until they are there.
 *
 * @throws OnecycleError `DEVICE_LOST`, `GPU_OUT_OF_MEMORY`, `GPU_REFUSED` (the promise rejects)
 */
export function readTensor(tensor: Tensor): Values | Promise<Values> {
  const card = webgpu()
  return card ? card.result(tensor.data()) : tensor.dataSync()
}
