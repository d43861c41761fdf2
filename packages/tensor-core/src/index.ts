export { OnecycleError } from './errors.ts'
export { Generator, type GeneratorState } from './random.ts'
export { ndArray, type NdArray, type NdData } from './nd-array.ts'
