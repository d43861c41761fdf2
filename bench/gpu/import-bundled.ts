/** In the place of tensor-core's `importInstalled` within the bundle, which has no node_modules to look into. */
import { createRequire } from 'node:module'

export async function importInstalled(name: string): Promise<unknown> {
  if (name === 'webgpu') return createRequire(import.meta.url)('./dawn.node')
  if (name === '@tensorflow/tfjs-backend-webgpu') return import('@tensorflow/tfjs-backend-webgpu')
  throw new Error(`${name} is not part of this bundle`)
}
