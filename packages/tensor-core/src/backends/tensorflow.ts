import type { TensorFlow } from '../backend.ts'
import { registerTensorflowKernels } from '../kernels/tensorflow/register.ts'
import { importInstalled } from './import-installed.ts'
import type { LoaderOptions } from './loader.ts'

export const cudaPackage = { name: '@tensorflow/tfjs-node-gpu', wants: 'CUDA 11.2 and cuDNN 8.1' }
const packages = [cudaPackage, { name: '@tensorflow/tfjs-node', wants: 'no graphics card' }]

/**
 * TensorFlow's own library, through tfjs-node-gpu or tfjs-node, where the user has added one (`npm run cuda`
 * does). Tried in order with other backends it has to find a card; asked for by name, a CPU will do.
 */
export async function loadTensorflow(tf: TensorFlow, { auto }: LoaderOptions): Promise<string> {
  supplyRemovedFunctions()
  const reasons: string[] = []
  for (const { name, wants } of auto ? [cudaPackage] : packages) {
    try {
      await importInstalled(name, 'npm run cuda adds it')
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim()
      const isMissing = reason.startsWith(`the package ${name} is not installed`)
      reasons.push(isMissing ? reason : `${name} (wants ${wants}): ${reason}`)
      continue
    }
    if (!(await tf.setBackend('tensorflow'))) throw new Error(`${name} is there but could not start`)
    registerTensorflowKernels(tf)
    const { isUsingGpuDevice } = tf.backend() as unknown as { isUsingGpuDevice: boolean }
    if (isUsingGpuDevice) return `TensorFlow by ${name}, CUDA`
    if (!auto) return `TensorFlow by ${name}, CPU`
    reasons.push(`${name} sees no graphics card: it wants ${wants}`)
  }
  throw new Error(reasons.join('; '))
}

/** tfjs-node calls functions of node:util that newer versions of Node no longer have. */
function supplyRemovedFunctions(): void {
  const { process } = globalThis as unknown as {
    process?: { getBuiltinModule(name: 'node:util'): Record<string, unknown> }
  }
  if (!process) return
  const util = process.getBuiltinModule('node:util')
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
  util['isArray'] ??= Array.isArray
}
