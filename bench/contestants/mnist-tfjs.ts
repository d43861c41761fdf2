// The same steps as anybody writes them with TensorFlow.js alone, on its wasm backend. That lacks the gradient
// of a convolution for its filter, so the kernel is added here in plain JavaScript, as a user would have to.
import tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-wasm'
import { batchOfDigits } from './batch-of-digits.ts'
import { serve } from './serve.ts'

const steps = 20
tf.enableProdMode()
await tf.setBackend('wasm')
tf.registerKernel({
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    const wasm = backend as unknown as {
      makeOutput(shape: number[], dtype: string): tf.TensorInfo
      typedArrayFromHeap(info: tf.TensorInfo): Float32Array
    }
    const { strides, pad, filterShape } = attrs as unknown as {
      strides: number
      pad: 'same'
      filterShape: [number, number, number, number]
    }
    const result = wasm.makeOutput(filterShape, 'float32')
    const x = wasm.typedArrayFromHeap(inputs['x']!)
    const dy = wasm.typedArrayFromHeap(inputs['dy']!)
    const dw = wasm.typedArrayFromHeap(result).fill(0)
    const [batch, height, width, channels] = inputs['x']!.shape as [number, number, number, number]
    const window = tf.backend_util.computeConv2DInfo(
      [batch, height, width, channels],
      filterShape,
      strides,
      1,
      pad,
    )
    const { outHeight, outWidth, outChannels, strideHeight, strideWidth, padInfo } = window
    for (let image = 0; image < batch; image++) {
      for (let row = 0; row < outHeight; row++) {
        for (let column = 0; column < outWidth; column++) {
          const from = ((image * outHeight + row) * outWidth + column) * outChannels
          for (let i = 0; i < filterShape[0]; i++) {
            const y = row * strideHeight + i - padInfo.top
            if (y < 0 || y >= height) continue
            for (let j = 0; j < filterShape[1]; j++) {
              const at = column * strideWidth + j - padInfo.left
              if (at < 0 || at >= width) continue
              for (let c = 0; c < channels; c++) {
                const value = x[((image * height + y) * width + at) * channels + c]!
                const to = ((i * filterShape[1] + j) * channels + c) * outChannels
                for (let k = 0; k < outChannels; k++) dw[to + k]! += value * dy[from + k]!
              }
            }
          }
        }
      }
    }
    return result
  },
})

const convolution = (filters: number) => [
  tf.layers.conv2d({ filters, kernelSize: 3, strides: 2, padding: 'same', useBias: false }),
  tf.layers.batchNormalization({ epsilon: 1e-5 }),
  tf.layers.reLU(),
]
const layers = {
  logistic: () => [tf.layers.dense({ inputShape: [784], units: 10 })],
  nn: () => [
    tf.layers.dense({ inputShape: [784], units: 50, activation: 'relu' }),
    tf.layers.dense({ units: 10 }),
  ],
  cnn: () => [
    tf.layers.reshape({ inputShape: [784], targetShape: [28, 28, 1] }),
    ...[8, 16, 32, 64].flatMap(convolution),
    tf.layers.flatten(),
    tf.layers.dense({ units: 10 }),
  ],
}
const model = tf.sequential({ layers: layers[process.argv[2] as keyof typeof layers]() })
const optimizer = tf.train.adam(1e-3)
const { pixels, labels } = batchOfDigits()

const step = () => {
  const cost = tf.tidy(() => {
    const x = tf.tensor2d(pixels, [64, 784])
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), 10)
    const loss = () => {
      const logits = model.apply(x, { training: true }) as tf.Tensor2D
      return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar
    }
    return optimizer.minimize(loss, true)!
  })
  cost.dataSync()
  cost.dispose()
}

await serve(`tfjs ${tf.version.tfjs}`, () => {
  const start = performance.now()
  for (let i = 0; i < steps; i++) step()
  return (performance.now() - start) / steps
})
