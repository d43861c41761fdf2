import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import { addressIn, type HeapBackend } from './heap-backend.ts'
import type { WasmKernels } from './module.ts'

/** x `[rows, features]`, weight and bias `[features]` -> [y, z, scale, mean, variance]: see assembly/batch-norm.ts. */
export const batchNorm =
  (simd: WasmKernels): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const heap = backend as unknown as HeapBackend
    const at = addressIn(heap)
    const { x, weight, bias } = inputs as { x: TensorInfo; weight: TensorInfo; bias: TensorInfo }
    const [rows, features] = x.shape as [number, number]
    const { eps } = attrs as { eps: number }
    const make = (...shape: number[]) => heap.makeOutput(shape, 'float32')
    const [mean, variance, scale] = [make(features), make(features), make(features)]
    const [z, y] = [make(rows, features), make(rows, features)]
    simd.batchNorm(
      ...([rows, features, eps, at(x), at(weight), at(bias)] as const),
      ...([at(mean), at(variance), at(scale), at(z), at(y)] as const),
    )
    return [y, z, scale, mean, variance]
  }

/** dy and z `[rows, features]`, scale and weight `[features]` -> [dx, dweight, dbias]. */
export const batchNormGrad =
  (simd: WasmKernels): KernelFunc =>
  ({ inputs, backend }) => {
    const heap = backend as unknown as HeapBackend
    const at = addressIn(heap)
    const { dy, z, scale, weight } = inputs as Record<'dy' | 'z' | 'scale' | 'weight', TensorInfo>
    const [rows, features] = dy.shape as [number, number]
    const make = (...shape: number[]) => heap.makeOutput(shape, 'float32')
    const [dx, dWeight, dBias] = [make(rows, features), make(features), make(features)]
    simd.batchNormGrad(
      ...([rows, features, at(dy), at(z), at(scale), at(weight)] as const),
      ...([at(dx), at(dWeight), at(dBias)] as const),
    )
    return [dx, dWeight, dBias]
  }
