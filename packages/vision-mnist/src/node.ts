export { readIdx } from './idx-file.ts'
export { mnist, type MnistOptions } from './mnist.ts'
export { readDrawing } from './png/read-drawing.ts'
