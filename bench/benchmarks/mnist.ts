import type { Benchmark } from '../harness.ts'

const titles = {
  logistic: '784-10',
  nn: '784-50-relu-10',
  cnn: 'four 3 x 3 convolutions of stride 2 with batch-norm (8, 16, 32, 64 channels)',
}

/** The models for digits, batches of 64, Adam: one training step of each. */
export const mnist: readonly Benchmark[] = Object.entries(titles).map(([model, title]) => ({
  title: `one training step, batch 64, Adam: ${title}`,
  unit: 'ms',
  rounds: 7,
  contestants: [
    { name: `onecycle (wasm), ${model}`, script: 'contestants/mnist-onecycle.ts', args: [model] },
    { name: `plain tfjs (wasm), ${model}`, script: 'contestants/mnist-tfjs.ts', args: [model] },
    {
      name: `PyTorch CPU, 1 thread, ${model}`,
      script: 'contestants/mnist-torch.py',
      args: [model],
      packages: ['torch'],
    },
  ],
}))
