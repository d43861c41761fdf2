export { progressBar } from './progress-bar.ts'
