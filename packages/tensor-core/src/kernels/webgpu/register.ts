import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { kernelName } from '../update-parameter.ts'
import { updateRules, type UpdateRuleName } from '../update-rules.ts'
import { dispatch, type WebgpuBackend } from './dispatch.ts'
import { maxPoolGrad, maxPoolGradShader } from './max-pool-grad.ts'
import { softmaxCrossEntropyShader } from './softmax-cross-entropy-shader.ts'
import { updateShader, updateWorkgroup } from './update-shader.ts'

let registered = false

/** Registers our WGSL kernels on tfjs-backend-webgpu; they run in its queue, on its buffers. */
export function registerWebgpuKernels(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const { device } = tf.backend() as unknown as WebgpuBackend
  const register = (name: string, kernelFunc: KernelFunc) =>
    tf.registerKernel({ kernelName: name, backendName: 'webgpu', kernelFunc })
  /** Compiled at the first use. */
  const pipelineOf = (label: string, code: () => string) => {
    let pipeline: GPUComputePipeline | undefined
    return () =>
      (pipeline ??= device.createComputePipeline({
        label,
        layout: 'auto',
        compute: { module: device.createShaderModule({ label, code: code() }) },
      }))
  }

  register(
    'OnecycleSoftmaxCrossEntropy',
    softmaxCrossEntropy(pipelineOf('softmax cross-entropy', () => softmaxCrossEntropyShader)),
  )
  tf.unregisterKernel('MaxPoolGrad', 'webgpu')
  register(
    'MaxPoolGrad',
    maxPoolGrad(
      tf,
      pipelineOf('max-pool gradient', () => maxPoolGradShader),
    ),
  )
  for (const rule of Object.keys(updateRules) as UpdateRuleName[]) {
    register(kernelName(rule), update(pipelineOf(`update ${rule}`, () => updateShader(rule))))
  }
}

type Pipeline = () => GPUComputePipeline
const backendOf = (backend: unknown) => backend as WebgpuBackend

const update =
  (pipeline: Pipeline): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const { p, g, m, v } = inputs as { p: TensorInfo; g: TensorInfo; m?: TensorInfo; v?: TensorInfo }
    const out = backendOf(backend).makeTensorInfo(p.shape, 'float32')
    const uniform = new Float32Array(8)
    uniform.set((attrs as { constants: number[] }).constants)
    const size = p.shape.reduce((product, side) => product * side, 1)
    dispatch(backendOf(backend), pipeline(), {
      reads: [p, g],
      writes: [...(m ? [m] : []), ...(v ? [v] : []), out],
      uniform: uniform.buffer,
      workgroups: Math.min(65_535, Math.ceil(size / updateWorkgroup)),
    })
    return out
  }

const softmaxCrossEntropy =
  (pipeline: Pipeline): KernelFunc =>
  ({ inputs, backend }) => {
    const { logits, targets } = inputs as { logits: TensorInfo; targets: TensorInfo }
    const [rows, classes] = logits.shape as [number, number]
    const loss = backendOf(backend).makeTensorInfo([], 'float32')
    const grad = backendOf(backend).makeTensorInfo([rows, classes], 'float32')
    dispatch(backendOf(backend), pipeline(), {
      reads: [logits, targets],
      writes: [loss, grad],
      uniform: Uint32Array.of(rows, classes, 0x7fc00000, 0).buffer,
      workgroups: 1,
    })
    return [loss, grad]
  }
