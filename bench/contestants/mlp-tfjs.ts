// The same step as anybody writes it with TensorFlow.js alone, on its wasm backend.
import tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-wasm'
import { serve } from './serve.ts'

const steps = 20
tf.enableProdMode()
await tf.setBackend('wasm')
const model = tf.sequential({
  layers: [
    tf.layers.dense({ inputShape: [784], units: 50, activation: 'relu' }),
    tf.layers.dense({ units: 10 }),
  ],
})
const optimizer = tf.train.adam(1e-3)
const pixels = Float32Array.from({ length: 64 * 784 }, (_, i) => ((i * 7919) % 1000) / 1000)
const digits = Int32Array.from({ length: 64 }, (_, i) => i % 10)

const step = () => {
  const cost = tf.tidy(() => {
    const x = tf.tensor2d(pixels, [64, 784])
    const y = tf.oneHot(tf.tensor1d(digits, 'int32'), 10)
    return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, model.apply(x) as tf.Tensor2D), true)!
  })
  cost.dataSync()
  cost.dispose()
}

await serve(`tfjs ${tf.version.tfjs}`, () => {
  const start = performance.now()
  for (let i = 0; i < steps; i++) step()
  return (performance.now() - start) / steps
})
