export { AutodiffStep } from './autodiff-step.ts'
export {
  events,
  type Callback,
  type EventName,
  type FitContext,
  type Gradients,
  type StepHooks,
} from './callback.ts'
export { DataLoader, type DataLoaderOptions } from './data/data-loader.ts'
export { DataLoaders, type DataLoadersOptions } from './data/data-loaders.ts'
export type { Batch, Dataset } from './data/dataset.ts'
export { TensorDataset } from './data/tensor-dataset.ts'
export { Learner, type FitOptions, type LearnerOptions } from './learner.ts'
export { accuracy } from './metrics/accuracy.ts'
export { averaged, type Metric } from './metrics/metric.ts'
export { mae, rmse } from './metrics/regression.ts'
export { adam, type AdamOptions } from './optim/adam.ts'
export type { DecayOptions, Optimizer, OptimizerFactory, OptimizerState } from './optim/optimizer.ts'
export { rmsprop, type RmspropOptions } from './optim/rmsprop.ts'
export { momentum, sgd } from './optim/sgd.ts'
export { Recorder, type EpochRecord } from './recorder.ts'
export { oneCycle, type OneCycleOptions } from './schedules/one-cycle.ts'
export { constant, type HyperSchedules, type Schedule } from './schedules/schedule.ts'
export { lrsOfGroups, slice, type LearningRate, type LrSlice } from './slice.ts'
export { Smoother } from './smoother.ts'
export type { Evaluation, Hypers, LossValue, ParameterGroup, StepObserver, TrainStep } from './train-step.ts'
