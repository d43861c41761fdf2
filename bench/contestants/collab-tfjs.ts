// The same model as anybody writes it with TensorFlow.js alone, on its wasm backend. That lacks the gradient
// of an embedding, so the kernel is added here in plain JavaScript, as a user would have to.
import tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-wasm'
import { recipeData } from './recipe.ts'
import { serve } from './serve.ts'

const steps = 60
const { dls } = await recipeData()
tf.enableProdMode()
await tf.setBackend('wasm')
tf.registerKernel({
  kernelName: 'UnsortedSegmentSum',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as unknown as {
      makeOutput(shape: number[], dtype: string): tf.TensorInfo
      typedArrayFromHeap(info: tf.TensorInfo): Float32Array
    }
    const { numSegments } = attrs as unknown as { numSegments: number }
    const width = inputs['x']!.shape.slice(1).reduce((a, b) => a * b, 1)
    const result = wasm.makeOutput([numSegments, ...inputs['x']!.shape.slice(1)], 'float32')
    const x = wasm.typedArrayFromHeap(inputs['x']!)
    const ids = wasm.typedArrayFromHeap(inputs['segmentIds']!)
    const out = wasm.typedArrayFromHeap(result).fill(0)
    ids.forEach((id, row) => {
      for (let k = 0; k < width; k++) out[id * width + k]! += x[row * width + k]!
    })
    return result
  },
})
const table = (rows: number, columns: number) =>
  tf.variable(tf.randomNormal([rows, columns], 0, 0.01, 'float32', 7))
const [uw, iw] = [table(dls.users.size, 40), table(dls.items.size, 40)]
const [ub, ib] = [table(dls.users.size, 1), table(dls.items.size, 1)]
const optimizer = tf.train.adam(5e-3, 0.9, 0.99, 1e-8)
const batches = [...dls.train]

const step = (index: number) => {
  const { inputs, targets } = batches[index % batches.length]!
  const cost = tf.tidy(() => {
    const [u, i] = inputs.map(({ data }) => tf.tensor1d(data, 'int32')) as [tf.Tensor1D, tf.Tensor1D]
    const y = tf.tensor1d(targets.data)
    const loss = optimizer.minimize(() => {
      const dot = tf.sum(tf.mul(tf.gather(uw, u), tf.gather(iw, i)), 1)
      const raw = tf.add(dot, tf.squeeze(tf.add(tf.gather(ub, u), tf.gather(ib, i)), [1]))
      return tf.mean(tf.square(tf.sub(tf.mul(tf.sigmoid(raw), 5.5), y))) as tf.Scalar
    }, true)!
    for (const weights of [uw, iw, ub, ib]) weights.assign(tf.mul(weights, 1 - 5e-3 * 0.1))
    return loss
  })
  cost.dataSync()
  cost.dispose()
}

let done = 0
await serve(`tfjs ${tf.version.tfjs}, ${steps} steps extrapolated to ${batches.length}`, () => {
  const start = performance.now()
  for (let i = 0; i < steps; i++) step(done++)
  return ((performance.now() - start) / steps) * batches.length
})
