export { readIdx } from './idx-file.ts'
export { mnist, type MnistOptions } from './mnist.ts'
export { readDrawing } from './png/read-drawing.ts'
export { loadDigitModel, saveDigitModel } from './digit-model-file.ts'
