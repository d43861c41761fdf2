import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import { kernelName } from '../update-parameter.ts'
import { updateRules, type UpdateRuleName } from '../update-rules.ts'

/** What tfjs-backend-cpu offers for reading inputs in place and making outputs. */
interface CpuBackend {
  readSync(dataId: object): Float32Array | Int32Array
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): TensorInfo
}

const backendOf = (backend: unknown) => backend as CpuBackend

let registered = false

/** Registers our kernels on tfjs-backend-cpu: plain loops over its arrays. */
export function registerCpuKernels(tf: TensorFlow): void {
  if (registered) return
  registered = true
  const register = (name: string, kernelFunc: KernelFunc) =>
    tf.registerKernel({ kernelName: name, backendName: 'cpu', kernelFunc })
  tf.unregisterKernel('UnsortedSegmentSum', 'cpu')
  register('UnsortedSegmentSum', segmentSum)
  register('OnecycleSoftmaxCrossEntropy', softmaxCrossEntropy)
  for (const rule of Object.keys(updateRules) as UpdateRuleName[]) register(kernelName(rule), update(rule))
}

/** As assembly/segment-sum.ts; tfjs's own compares every segment with every row (1.8 s a step on MovieLens 100k). */
const segmentSum: KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo }
  const { numSegments } = attrs as unknown as { numSegments: number }
  const cpu = backendOf(backend)
  const rest = x.shape.slice(1)
  const width = rest.reduce((product, side) => product * side, 1)
  const values = cpu.readSync(x.dataId)
  const ids = cpu.readSync(segmentIds.dataId)
  const out = new Float32Array(numSegments * width)
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!
    if (id < 0 || id >= numSegments) continue
    for (let k = 0; k < width; k++) out[id * width + k]! += values[row * width + k]!
  }
  return cpu.makeTensorInfo([numSegments, ...rest], 'float32', out)
}

/** As assembly/softmax-cross-entropy.ts. */
const softmaxCrossEntropy: KernelFunc = ({ inputs, backend }) => {
  const { logits, targets } = inputs as { logits: TensorInfo; targets: TensorInfo }
  const cpu = backendOf(backend)
  const [rows, classes] = logits.shape as [number, number]
  const x = cpu.readSync(logits.dataId)
  const wanted = cpu.readSync(targets.dataId)
  const grad = new Float32Array(rows * classes)
  let total = 0
  for (let row = 0; row < rows; row++) {
    const from = row * classes
    const target = wanted[row]!
    let largest = x[from]!
    for (let c = 1; c < classes; c++) largest = Math.max(largest, x[from + c]!)
    let sum = 0
    for (let c = 0; c < classes; c++) sum += Math.exp(x[from + c]! - largest)
    for (let c = 0; c < classes; c++) {
      grad[from + c] = (Math.exp(x[from + c]! - largest) / sum - (c === target ? 1 : 0)) / rows
    }
    total += target >= 0 && target < classes ? Math.log(sum) + largest - x[from + target]! : NaN
  }
  const loss = cpu.makeTensorInfo([], 'float32', Float32Array.of(total / rows))
  return [loss, cpu.makeTensorInfo([rows, classes], 'float32', grad)]
}

const update =
  (rule: UpdateRuleName): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const cpu = backendOf(backend)
    const { p, g, ...memory } = inputs as Record<string, TensorInfo> & { p: TensorInfo; g: TensorInfo }
    const read = ({ dataId }: TensorInfo) => cpu.readSync(dataId) as Float32Array
    const out = new Float32Array(read(p).length)
    const { constants } = attrs as { constants: number[] }
    updateRules[rule].step(out, read(p), read(g), Object.values(memory).map(read), constants as never)
    return cpu.makeTensorInfo(p.shape, 'float32', out)
  }
