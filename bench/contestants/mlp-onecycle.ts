import {
  crossEntropy,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
} from '@onecycle/tensor-core'
import { adam, AutodiffStep } from '@onecycle/learner'
import { serve } from './serve.ts'

const steps = 100
const { device } = await initBackend(['wasm'])
const rng = new Generator(1)
const model = new Sequential(new Linear(784, 50, { rng }), new ReLU(), new Linear(50, 10, { rng }))
const step = new AutodiffStep(model, crossEntropy, adam()(), [{ parameters: model.parameters() }])
const batch = {
  inputs: [
    ndArray(
      Float32Array.from({ length: 64 * 784 }, () => rng.uniform()),
      [64, 784],
    ),
  ],
  targets: ndArray(Int32Array.from({ length: 64 }, () => rng.integer(10))),
  size: 64,
}

await serve(device, () => {
  const start = performance.now()
  for (let i = 0; i < steps; i++) void step.train(batch, [{ lr: 1e-3, mom: 0.9, wd: 0.01 }])
  return (performance.now() - start) / steps
})
