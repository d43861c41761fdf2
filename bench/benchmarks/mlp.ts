import type { Benchmark } from '../harness.ts'

/** The lesson's network, 784-50-relu-10, batches of 64, Adam: one training step. */
export const mlp: Benchmark = {
  title: 'one training step of 784-50-10, batch 64, Adam',
  unit: 'ms',
  rounds: 9,
  contestants: [
    { name: 'onecycle (wasm)', script: 'contestants/mlp-onecycle.ts' },
    { name: 'plain tfjs (wasm)', script: 'contestants/mlp-tfjs.ts' },
    { name: 'PyTorch CPU, 1 thread', script: 'contestants/mlp-torch.py', packages: ['torch'] },
  ],
}
