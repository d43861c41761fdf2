export { AutodiffStep } from './autodiff-step.ts'
export {
  events,
  type Callback,
  type EventName,
  type FitContext,
  type Gradients,
  type StepHooks,
} from './callback.ts'
export { activationStats } from './callbacks/activation-stats.ts'
export type { ActivationStats, ActivationStatsOptions, LayerStats } from './callbacks/activation-stats.ts'
export { earlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping.ts'
export { gradientAccumulation, type GradientAccumulationOptions } from './callbacks/gradient-accumulation.ts'
export { gradientClip, type GradientClipOptions } from './callbacks/gradient-clip.ts'
export { mixUp, type MixUpOptions } from './callbacks/mix-up.ts'
export type { Best, MonitorOptions } from './callbacks/monitor.ts'
export { reduceLrOnPlateau, type ReduceLrOnPlateauOptions } from './callbacks/reduce-lr-on-plateau.ts'
export { saveBest, type SaveBest } from './callbacks/save-best.ts'
export { checkOptions, optionRules, type OptionRule } from './check-options.ts'
export { DataLoader, type DataLoaderOptions } from './data/data-loader.ts'
export { DataLoaders, type DataLoadersOptions } from './data/data-loaders.ts'
export type { Batch, Dataset } from './data/dataset.ts'
export { TensorDataset } from './data/tensor-dataset.ts'
export { decodeLearnerState, encodeLearnerState } from './checkpoint/learner-file.ts'
export { bodyAndHead, oneGroup, type Splitter } from './layer-groups.ts'
export type { Predictions } from './predictions.ts'
export type { LearnerState, Progress } from './learner-state.ts'
export {
  Learner,
  type FitOptions,
  type GroupSchedules,
  type LearnerOptions,
  type WeightDecay,
} from './learner.ts'
export { LrFindResult, type LrFindOptions } from './lr-find.ts'
export { suggestLrs, type LrSuggestions } from './lr-suggestions.ts'
export { accuracy, errorRate } from './metrics/accuracy.ts'
export { confusionMatrix, mostConfused } from './metrics/confusion-matrix.ts'
export type { Confusion, ConfusionMatrix } from './metrics/confusion-matrix.ts'
export { averaged, type Metric } from './metrics/metric.ts'
export { f1, precision, recall, type PrecisionRecallOptions } from './metrics/precision-recall.ts'
export { mae, mse, r2, rmse } from './metrics/regression.ts'
export { topK } from './metrics/top-k.ts'
export { crossEntropyRows, topLosses, type TopLoss, type TopLossesOptions } from './metrics/top-losses.ts'
export { adam, type AdamOptions } from './optim/adam.ts'
export type { DecayOptions, Optimizer, OptimizerFactory, OptimizerState } from './optim/optimizer.ts'
export { rmsprop, type RmspropOptions } from './optim/rmsprop.ts'
export { momentum, sgd } from './optim/sgd.ts'
export type { ChartSpec } from './plots/chart-spec.ts'
export { plotConfusionMatrix, type PlotConfusionOptions } from './plots/confusion-plot.ts'
export { plotOf, type Axis, type Line, type Panel, type Plot } from './plots/plot.ts'
export type { PlotLossesOptions, PlotLrOptions } from './plots/recorder-plots.ts'
export { Recorder, type EpochRecord, type History } from './recorder.ts'
export { oneCycle, type OneCycleOptions } from './schedules/one-cycle.ts'
export {
  combine,
  constant,
  cosine,
  exponential,
  flatCosine,
  linear,
  polynomial,
  warmRestarts,
  type HyperSchedules,
  type Schedule,
} from './schedules/schedule.ts'
export { lrsOfGroups, slice, type LearningRate, type LrSlice } from './slice.ts'
export { Smoother } from './smoother.ts'
export type { Evaluation, Hypers, LossValue, ParameterGroup, StepObserver, TrainStep } from './train-step.ts'
