export { digitLoaders, toDigitSet, type DigitLoadersOptions, type Digits } from './digits.ts'
export {
  splitDigits,
  takeDigits,
  type DigitSet,
  type DigitSource,
  type DigitSplit,
  type MnistData,
} from './digit-set.ts'
export { parseIdx } from './idx.ts'
export { parseMnistPickle, type MnistPickle } from './pickle/mnist-pickle.ts'

export { MnistLogistic, type MnistModelOptions } from './models/mnist-logistic.ts'
export { MnistNN } from './models/mnist-nn.ts'
export { predictDigit, type DigitPrediction } from './predict-digit.ts'
export { prepareDrawing, type Drawing } from './drawing/prepare-drawing.ts'
export type { Point, Stroke } from './drawing/draw-strokes.ts'
export { showDigit, showDigits, type DigitPicture, type ShowDigitsOptions } from './show/show-digits.ts'
export { decodeDigitModel, encodeDigitModel, type DigitModel } from './models/digit-model-file.ts'
export { digitModelNames, digitModels, type DigitModelName } from './models/digit-models.ts'
export { sampleDigits, type SampleDigitsOptions } from './sample-digits.ts'

// Networks for images
export { augment, augmentImages, type AugmentOptions } from './augment.ts'
export { ResNet, type ResNetOptions } from './models/resnet.ts'
export { SimpleCnn, type SimpleCnnOptions } from './models/simple-cnn.ts'
export { visionLearner, type VisionLearnerOptions } from './vision-learner.ts'

// What a model sees, and where it is wrong
export { activations, channelImages } from './interpret/activations.ts'
export {
  ClassificationInterpretation,
  interpret,
  type InterpretOptions,
  type Trouble,
} from './interpret/classification-interpretation.ts'
export { imageGrid, type ImageGridOptions } from './interpret/image-grid.ts'
export { weightImages } from './interpret/weight-images.ts'
