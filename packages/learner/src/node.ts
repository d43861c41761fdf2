export { csvLogger, type CsvLoggerOptions } from './callbacks/csv-logger.ts'
export { toSvg } from './plots/to-svg.ts'
export { progressBar } from './progress-bar.ts'
export { checkpoint, loadLearner, readCheckpoint, saveLearner } from './checkpoint/checkpoint.ts'
