import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs'
import type { TensorFlow } from '../backend.ts'
import { addRows } from './add-rows.ts'

/** What the two backends offer for reading inputs in place and making outputs. */
interface CpuBackend {
  readSync(dataId: object): Float32Array | Int32Array
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): TensorInfo
}
interface WasmBackend {
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo
  typedArrayFromHeap(info: TensorInfo): Float32Array | Int32Array
}

const registered = new Set<string>()

/**
 * `UnsortedSegmentSum`: out[s] = sum of the rows r of x with segmentIds[r] = s; the gradient of an
 * embedding look-up. tfjs-backend-wasm lacks it, and tfjs-backend-cpu compares every segment with every
 * row (1.8 s a step on MovieLens 100k); this one adds each row once.
 *
 * x `[rows, ...rest]` float32, segmentIds `[rows]` int32 -> `[numSegments, ...rest]`.
 */
export function registerUnsortedSegmentSum(tf: TensorFlow, backendName: 'cpu' | 'wasm'): void {
  if (registered.has(backendName)) return
  registered.add(backendName)
  const kernelName = 'UnsortedSegmentSum'
  if (backendName === 'cpu') tf.unregisterKernel(kernelName, backendName)
  tf.registerKernel({ kernelName, backendName, kernelFunc: backendName === 'cpu' ? onCpu : onWasm })
}

const shapes = (inputs: NamedTensorInfoMap, attrs: unknown) => {
  const x = inputs['x']!
  const segmentIds = inputs['segmentIds']!
  const { numSegments } = attrs as { numSegments: number }
  const rest = x.shape.slice(1)
  return { x, segmentIds, outShape: [numSegments, ...rest], width: rest.reduce((a, b) => a * b, 1) }
}

const onCpu: KernelFunc = ({ inputs, backend, attrs }) => {
  const cpu = backend as unknown as CpuBackend
  const { x, segmentIds, outShape, width } = shapes(inputs, attrs)
  const out = new Float32Array(outShape[0]! * width)
  addRows(cpu.readSync(x.dataId) as Float32Array, cpu.readSync(segmentIds.dataId) as Int32Array, width, out)
  return cpu.makeTensorInfo(outShape, 'float32', out)
}

const onWasm: KernelFunc = ({ inputs, backend, attrs }) => {
  const wasm = backend as unknown as WasmBackend
  const { x, segmentIds, outShape, width } = shapes(inputs, attrs)
  // Views are taken after makeOutput: it may grow the memory, which detaches older ones.
  const info = wasm.makeOutput(outShape, 'float32')
  const out = wasm.typedArrayFromHeap(info) as Float32Array
  out.fill(0)
  addRows(
    wasm.typedArrayFromHeap(x) as Float32Array,
    wasm.typedArrayFromHeap(segmentIds) as Int32Array,
    width,
    out,
  )
  return info
}
