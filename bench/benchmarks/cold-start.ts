import type { Benchmark } from '../harness.ts'

/** A process from its start to its end: read the files, five epochs of the recipe, ten recommendations. */
export const coldStart: Benchmark = {
  title: 'from process start to the first recommendation: read the files, five epochs, recommend',
  unit: 's',
  rounds: 3,
  contestants: [
    { name: 'onecycle', script: 'contestants/cold-start-onecycle.ts' },
    { name: 'fastai', script: 'contestants/cold-start-fastai.py', packages: ['torch', 'fastai'] },
  ],
}
