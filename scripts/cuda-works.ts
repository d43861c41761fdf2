import { createRequire } from 'node:module'
import { cudaPackage } from '../packages/tensor-core/src/backends/tensorflow.ts'
import { initBackend, readTensor, tf } from '../packages/tensor-core/src/index.ts'

/**
 * Computes something by TensorFlow's own library on a card.
 *
 * @returns the device and the versions, for people
 * @throws Error with the one reason why it cannot
 */
export async function cudaWorks(): Promise<string> {
  // By name a CPU would do; among others it has to find a card.
  const { name, device, reasons } = await initBackend(['auto'])
  if (name !== 'tensorflow') throw new Error(reasons[0]!.replace('tensorflow: ', ''))
  const [four] = await readTensor(tf.sum(tf.ones([2, 2])))
  if (four !== 4) throw new Error(`it computes 1 + 1 + 1 + 1 = ${four}`)
  const installed = createRequire(`${process.cwd()}/`)(`${cudaPackage.name}/package.json`) as {
    version: string
  }
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
  return `${device}; tfjs-node-gpu ${installed.version}, TensorFlow ${binding.TF_Version} (wants ${cudaPackage.wants}), Node ${process.version}`
}
