export { csvLogger, type CsvLoggerOptions } from './callbacks/csv-logger.ts'
export { toSvg } from './plots/to-svg.ts'
export { progressBar } from './progress-bar.ts'
export { checkpoint, loadLearner, readCheckpoint, saveLearner } from './checkpoint/checkpoint.ts'
export {
  dataFolder,
  missingFiles,
  type DataFolderOptions,
  type PublicDataSet,
} from './data-folder/data-folder.ts'
export {
  download,
  type DownloadOptions,
  type DownloadProgress,
  type RemoteFile,
} from './data-folder/download.ts'
export { usageError } from './command-line/arguments.ts'
export type { Arguments, Option, Options } from './command-line/arguments.ts'
export type { Command, Output } from './command-line/command.ts'
export { epochsData, epochsTable } from './command-line/epochs-table.ts'
export { fitToFile, type FitToFile } from './command-line/fit-to-file.ts'
export { runProgram, type Program } from './command-line/run-program.ts'
