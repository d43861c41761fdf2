import type { KernelConfig, KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { kernelName } from '../update-parameter.ts'
import { updateRules, type UpdateRuleName } from '../update-rules.ts'
import { batchNorm, batchNormGrad } from './batch-norm.ts'
import { addressIn, type Address, type HeapBackend } from './heap-backend.ts'
import { instantiateKernels, type WasmKernels } from './module.ts'
import { registerImageKernels } from './register-image-kernels.ts'

let registered = false

/** Registers our SIMD kernels on tfjs-backend-wasm; they work in its own memory, so nothing is copied. */
export function registerWasmKernels(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const backend = tf.backend() as unknown as HeapBackend
  const simd = instantiateKernels(backend.wasm.asm.memory)
  const address = addressIn(backend)
  const register = (name: string, kernelFunc: KernelFunc) =>
    tf.registerKernel({ kernelName: name, backendName: 'wasm', kernelFunc })

  register('UnsortedSegmentSum', segmentSum(simd, address))
  register('OnecycleSoftmaxCrossEntropy', softmaxCrossEntropy(simd, address))
  for (const rule of Object.keys(updateRules) as UpdateRuleName[]) {
    register(kernelName(rule), update(rule, simd, address))
  }
  const theirs = tf.getKernel('BatchMatMul', 'wasm')
  tf.unregisterKernel('BatchMatMul', 'wasm')
  register('BatchMatMul', matMul(theirs, simd, address))
  register('OnecycleBatchNorm', batchNorm(simd))
  register('OnecycleBatchNormGrad', batchNormGrad(simd))
  registerImageKernels(tf, simd)
}

const backendOf = (backend: unknown) => backend as HeapBackend
const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)

/** out[s] = sum of the rows r of x with segmentIds[r] = s: the gradient of an embedding, which tfjs lacks here. */
const segmentSum =
  (simd: WasmKernels, address: Address): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo }
    const { numSegments } = attrs as unknown as { numSegments: number }
    const rest = x.shape.slice(1)
    const out = backendOf(backend).makeOutput([numSegments, ...rest], 'float32')
    simd.segmentSum(
      segmentIds.shape[0]!,
      sizeOf(rest),
      numSegments,
      address(x),
      address(segmentIds),
      address(out),
    )
    return out
  }

const update =
  (rule: UpdateRuleName, simd: WasmKernels, address: Address): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const { p, g, m, v } = inputs
    const memory = [m, v].filter((info) => info !== undefined)
    const out = backendOf(backend).makeOutput(p!.shape, 'float32')
    const { constants } = attrs as { constants: number[] }
    const addresses = [out, p!, g!, ...memory].map(address)
    const kernels = simd as unknown as Record<UpdateRuleName, (...values: number[]) => void>
    kernels[rule](sizeOf(p!.shape), ...addresses, ...constants)
    return out
  }

const softmaxCrossEntropy =
  (simd: WasmKernels, address: Address): KernelFunc =>
  ({ inputs, backend }) => {
    const { logits, targets } = inputs as { logits: TensorInfo; targets: TensorInfo }
    const [rows, classes] = logits.shape as [number, number]
    const loss = backendOf(backend).makeOutput([], 'float32')
    const grad = backendOf(backend).makeOutput([rows, classes], 'float32')
    simd.softmaxCrossEntropy(rows, classes, address(logits), address(targets), address(grad), address(loss))
    return [loss, grad]
  }

/**
 * Matrix products with one operand transposed: the forward pass of a linear layer and the gradient of its
 * weights. tfjs's own is naive there and several times slower; for everything else it is kept.
 */
const matMul =
  (theirs: KernelConfig, simd: WasmKernels, address: Address): KernelFunc =>
  (call) => {
    const { a, b } = call.inputs as { a: TensorInfo; b: TensorInfo }
    const { transposeA, transposeB } = call.attrs as { transposeA: boolean; transposeB: boolean }
    const matrices = a.shape.length === 2 && b.shape.length === 2
    if (!matrices || transposeA === transposeB || a.dtype !== 'float32' || b.dtype !== 'float32') {
      return theirs.kernelFunc(call)
    }
    const [rows, columns] = a.shape as [number, number]
    if (transposeB) {
      const n = b.shape[0]!
      const out = backendOf(call.backend).makeOutput([rows, n], 'float32')
      simd.matmulTransposed(rows, n, columns, address(a), address(b), address(out))
      return out
    }
    const n = b.shape[1]!
    const out = backendOf(call.backend).makeOutput([columns, n], 'float32')
    simd.matmul(columns, n, rows, address(a), 1, columns, address(b), address(out))
    return out
  }
