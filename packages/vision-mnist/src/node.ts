export { readIdx } from './idx-file.ts'
export { mnist, type MnistOptions } from './mnist.ts'
