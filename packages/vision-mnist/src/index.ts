export { digitLoaders, type DigitLoadersOptions, type Digits } from './digits.ts'
export { parseIdx } from './idx.ts'
export { MnistLogistic, type MnistModelOptions } from './models/mnist-logistic.ts'
export { MnistNN } from './models/mnist-nn.ts'
