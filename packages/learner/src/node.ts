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
