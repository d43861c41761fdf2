import { OnecycleError, tf } from '@onecycle/tensor-core'

/**
 * Runs `body` and throws if it leaves more (or fewer) tensors behind than there were before.
 *
 * @throws OnecycleError `TENSOR_LEAK`
 */
export async function expectNoLeak<Result>(body: () => Result | Promise<Result>): Promise<Result> {
  const before = tf.memory().numTensors
  const result = await body()
  const leaked = tf.memory().numTensors - before
  if (leaked !== 0) {
    throw new OnecycleError(
      'TENSOR_LEAK',
      `${Math.abs(leaked)} tensors ${leaked > 0 ? 'leaked' : 'too many were disposed'}`,
      { leaked },
    )
  }
  return result
}
