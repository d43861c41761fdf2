export { backendsFromEnvironment } from './backends-from-environment.ts'
export { writeFileAtomic } from './write-file-atomic.ts'
