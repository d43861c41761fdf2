import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { checkOptions, optionRules, type Callback, type FitContext } from '@onecycle/learner'
import { OnecycleError } from '@onecycle/tensor-core'

export interface CsvLoggerOptions {
  /** Adds to the rows that are there, instead of writing the file anew at each fit. Default false. */
  readonly append?: boolean
}

/**
 * Writes a row to a CSV file after each epoch: `epoch,trainLoss,validLoss,<metrics>,seconds`, with the epoch
 * 0-based as in the recorder and numbers in full. Each row is written by one append.
 *
 * @param path default `history.csv`
 * @throws OnecycleError `BAD_OPTION`; in the fit `CSV_HEADER` where it should append to rows with other columns
 */
export function csvLogger(path = 'history.csv', options: CsvLoggerOptions = {}): Callback {
  checkOptions(
    'csvLogger',
    { path, ...options },
    {
      path: optionRules.text,
      append: optionRules.flag,
    },
  )
  const { append = false } = options
  let begun = false
  let epochStart = 0
  return {
    name: 'csvLogger',
    beforeFit() {
      begun = append
    },
    beforeEpoch() {
      epochStart = performance.now()
    },
    async afterEpoch(context) {
      const header = line(['epoch', 'trainLoss', 'validLoss', ...Object.keys(context.metrics), 'seconds'])
      const row = line(figures(context, (performance.now() - epochStart) / 1000))
      if (begun && (await hasRows(path, header))) await appendFile(path, row)
      else await writeFile(path, header + row)
      begun = true
    },
  }
}

const figures = ({ epoch, trainLoss, validLoss, metrics }: FitContext, seconds: number) => [
  String(epoch),
  ...[trainLoss, validLoss ?? NaN, ...Object.values(metrics)].map(String),
  seconds.toFixed(3),
]

/** RFC 4180: a cell with a comma, quote or line break is quoted. */
const line = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`

/** Whether there is a file with this header; false where there is none or an empty one. */
async function hasRows(path: string, header: string): Promise<boolean> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  if (content === '') return false
  if (content.startsWith(header)) return true
  const [found = ''] = content.split('\n')
  throw new OnecycleError(
    'CSV_HEADER',
    `${path} has the columns "${found}", and this fit has "${header.trimEnd()}": choose another file, or append: false`,
    { path, found },
  )
}
