import type { Tensor } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { kernelName } from '../update-parameter.ts'
import { updateRules, type UpdateRuleName } from '../update-rules.ts'
import { updateByOperations } from './update-by-operations.ts'

/** How tfjs-node keeps a tensor: by TensorFlow's number of it, or still as values of the host. */
interface Kept {
  id: number
  values: unknown
}
interface TensorflowBackend {
  readonly tensorMap: { get(dataId: object): Kept }
}

let registered = false

/** Registers optimizer steps on tfjs-node's backend; everything else goes by its own operations. */
export function registerTensorflowKernels(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const { tensorMap } = tf.backend() as unknown as TensorflowBackend
  /** Memory changes in place: the old tensor takes over what the new one stands for. */
  const replace = (old: Tensor, by: Tensor) => {
    const [kept, fresh] = [tensorMap.get(old.dataId), tensorMap.get(by.dataId)]
    ;[kept.id, fresh.id] = [fresh.id, kept.id]
    ;[kept.values, fresh.values] = [fresh.values, kept.values]
  }
  for (const rule of Object.keys(updateRules) as UpdateRuleName[]) {
    tf.registerKernel({
      kernelName: kernelName(rule),
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs }) => {
        const values = inputs as unknown as { p: Tensor; g: Tensor; m?: Tensor; v?: Tensor }
        const { constants } = attrs as { constants: number[] }
        return tf.tidy(() => {
          const { out, m, v } = updateByOperations[rule](tf, values, constants)
          if (m) replace(values.m!, m)
          if (v) replace(values.v!, v)
          return out
        })
      },
    })
  }
}
