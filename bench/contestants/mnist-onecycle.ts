import { crossEntropy, initBackend, ndArray } from '@onecycle/tensor-core'
import { adam, AutodiffStep } from '@onecycle/learner'
import { MnistLogistic, MnistNN, SimpleCnn } from '@onecycle/vision-mnist'
import { batchOfDigits } from './batch-of-digits.ts'
import { serve } from './serve.ts'

const steps = 50
const models = { logistic: MnistLogistic, nn: MnistNN, cnn: SimpleCnn }
const { device } = await initBackend(['wasm'])
const model = new models[process.argv[2] as keyof typeof models]()
const step = new AutodiffStep(model, crossEntropy, adam()(), [{ parameters: model.parameters() }])
const { pixels, labels } = batchOfDigits()
const batch = { inputs: [ndArray(pixels, [64, 784])], targets: ndArray(labels), size: 64 }

await serve(device, () => {
  const start = performance.now()
  for (let i = 0; i < steps; i++) void step.train(batch, [{ lr: 1e-3, mom: 0.9, wd: 0.01 }])
  return (performance.now() - start) / steps
})
