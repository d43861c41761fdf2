import {
  Generator,
  OnecycleError,
  type GeneratorState,
  type Module,
  type NdArray,
} from '@onecycle/tensor-core'
import type { DataLoaders } from './data/data-loaders.ts'
import type { OptimizerState } from './optim/optimizer.ts'
import type { History } from './recorder.ts'

/** All that a learner has learned and remembers, in host memory. */
export interface LearnerState {
  /** Parameters and buffers by name. */
  readonly model: ReadonlyMap<string, NdArray<Float32Array>>
  readonly optimizer: OptimizerState
  /** Of the training loader, then of the model's modules (dropout). */
  readonly generators: readonly GeneratorState[]
  /** Where the fit stood that it was taken from; absent outside a fit. */
  readonly progress?: Progress
}

/** How far a fit has come. */
export interface Progress {
  /** Epochs done. */
  readonly epoch: number
  readonly history: History
}

/** Every source of chance in a training: the loader's order first, then generators of the model's modules. */
export function generatorsOf(dls: DataLoaders, model: Module): Generator[] {
  const ofModel = model
    .modules()
    .flatMap((module) => Object.values(module).filter((value) => value instanceof Generator))
  return [...(dls.train.shuffle ? [dls.train.shuffle] : []), ...ofModel]
}

/** @throws OnecycleError `BAD_CHECKPOINT` */
export function restoreGenerators(generators: readonly Generator[], states: readonly GeneratorState[]): void {
  if (generators.length !== states.length) {
    throw new OnecycleError(
      'BAD_CHECKPOINT',
      `the checkpoint has ${states.length} random states; this learner needs ${generators.length}`,
    )
  }
  for (const [i, generator] of generators.entries()) generator.restore(states[i]!)
}
