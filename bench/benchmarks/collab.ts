import type { Benchmark } from '../harness.ts'

/** The lesson's recipe on MovieLens 100k (or the sample of its shapes): one epoch. */
export const collab: Benchmark = {
  title: 'one epoch of the recipe: 90,000 ratings, batch 64, 40 factors, Adam',
  unit: 'ms',
  rounds: 7,
  contestants: [
    { name: 'onecycle', script: 'contestants/collab-onecycle.ts' },
    { name: 'onecycle, implicit item', script: 'contestants/collab-onecycle.ts', args: ['item'] },
    { name: 'onecycle, implicit both', script: 'contestants/collab-onecycle.ts', args: ['both'] },
    { name: 'onecycle, autodiff (wasm)', script: 'contestants/collab-autodiff.ts' },
    { name: 'plain tfjs (wasm + the missing kernel)', script: 'contestants/collab-tfjs.ts' },
    { name: 'PyTorch CPU, 1 thread', script: 'contestants/collab-torch.py', packages: ['torch'] },
    { name: 'fastai', script: 'contestants/collab-fastai.py', packages: ['torch', 'fastai'] },
    {
      name: 'LIBMF, 1 thread (SGD, no biases)',
      script: 'contestants/collab-libmf.py',
      packages: ['numpy', 'libmf'],
    },
  ],
}
