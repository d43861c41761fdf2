import type { Tensor } from '@tensorflow/tfjs'
import { readTensor, tf } from '@onecycle/tensor-core'

/** What a tensor made by `f` holds, row-major; on every backend, and nothing is left behind. */
export async function valuesOf(f: () => Tensor): Promise<number[]> {
  const tensor = tf.tidy(f)
  const values = Array.from(await readTensor(tensor))
  tensor.dispose()
  return values
}
