export { readIdx } from './idx-file.ts'
