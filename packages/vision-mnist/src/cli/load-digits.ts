import { OnecycleError } from '@onecycle/tensor-core'
import { usageError, type Arguments, type Options } from '@onecycle/learner/node'
import { sampleDigits, type MnistData } from '@onecycle/vision-mnist'
import { mnist } from '@onecycle/vision-mnist/node'

/** Which digits: shared by the commands that take them. */
export const DATA_OPTIONS: Options = {
  data: {
    type: 'string',
    short: 'd',
    value: 'dir',
    help: 'folder of MNIST; else $ONECYCLE_DATA/mnist, your cache, or a download (12 MB)',
  },
  sample: { type: 'boolean', help: 'synthetic digits in place of MNIST: no files, no download' },
}

/** @throws OnecycleError `DATA_NOT_FOUND` and those of `mnist` */
export async function loadDigits(args: Arguments, signal: AbortSignal): Promise<MnistData> {
  const dir = args.text('data')
  if (args.has('sample')) {
    if (dir !== undefined) throw usageError('--data and --sample were both given; expected one of them')
    return sampleDigits()
  }
  try {
    return await mnist({ dir, signal, onProgress: showProgress() })
  } catch (error) {
    if (dir !== undefined || !OnecycleError.is(error) || error.code !== 'DATA_NOT_FOUND') throw error
    throw new OnecycleError(
      error.code,
      `${error.message} On the command line that is --sample.`,
      error.data,
      error,
    )
  }
}

/** How far the download is, on a line of standard error where that is a terminal. */
function showProgress() {
  if (!process.stderr.isTTY) return undefined
  return ({ receivedBytes, totalBytes }: { receivedBytes: number; totalBytes: number | null }) => {
    const share = totalBytes === null ? '' : ` of ${(totalBytes / 1e6).toFixed(1)}`
    const isOver = receivedBytes === totalBytes
    process.stderr.write(`\r\x1b[2K${isOver ? '' : `MNIST: ${(receivedBytes / 1e6).toFixed(1)}${share} MB`}`)
  }
}
