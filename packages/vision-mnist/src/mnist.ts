import { join } from 'node:path'
import { dataFolder, download } from '@onecycle/learner/node'
import type { DataFolderOptions, PublicDataSet } from '@onecycle/learner/node'
import type { MnistData } from '@onecycle/vision-mnist'
import { missingDigits, readDigits } from './mnist-files.ts'

/** `dir` is the folder that holds the IDX files or mnist.pkl.gz. */
export type MnistOptions = DataFolderOptions

/** A file of the mirror. */
export interface MirrorFile {
  readonly name: string
  readonly md5: string
  readonly bytes: number
}

const MIRROR = 'https://ossci-datasets.s3.amazonaws.com/mnist/'

const FILES: readonly MirrorFile[] = [
  { name: 'train-images-idx3-ubyte.gz', md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873', bytes: 9_912_422 },
  { name: 'train-labels-idx1-ubyte.gz', md5: 'd53e105ee54ea40749a09fcbcd1e9432', bytes: 28_881 },
  { name: 't10k-images-idx3-ubyte.gz', md5: '9fb629c4189551a2d022fa330f9573f3', bytes: 1_648_877 },
  { name: 't10k-labels-idx1-ubyte.gz', md5: 'ec29112dd5afa0611ce80d1b7f02629c', bytes: 4_542 },
]

const CITATION =
  'Y. LeCun, L. Bottou, Y. Bengio and P. Haffner. 1998. Gradient-based learning applied to document ' +
  'recognition. Proceedings of the IEEE 86, 11, 2278-2324'

/**
 * MNIST: images of handwritten digits, for training and for validation.
 *
 * Looks in `dir`, if that is given; else in `$ONECYCLE_DATA/mnist`, then in the user's cache, and then
 * downloads the four IDX files into that cache (12 MB; checksums verified; a broken download leaves nothing).
 * A folder holds them as IDX files, plain or gzip, or as the course's mnist.pkl.gz; where it has only the
 * 10,000 test digits, 8,000 are for training and 2,000 for validation. `source.name` says which it was.
 *
 * @throws OnecycleError `DATA_NOT_FOUND` naming every place that was looked at and what to do; `BAD_IDX`,
 * `BAD_PICKLE`, `BAD_GZIP` or `BAD_DIGITS` when a file is not what it should be; the signal's reason when it is
 * aborted
 */
export function mnist(options: MnistOptions = {}): Promise<MnistData> {
  return mnistFrom(MIRROR, FILES, options)
}

/** {@link mnist} with another mirror: for tests. */
export async function mnistFrom(
  mirror: string,
  files: readonly MirrorFile[],
  options: MnistOptions,
): Promise<MnistData> {
  const folder = await dataFolder(dataSet(mirror, files), options)
  const { train, valid, name } = await readDigits(folder)
  return { train, valid, source: { kind: 'mnist', name, location: folder, citation: CITATION } }
}

const dataSet = (mirror: string, files: readonly MirrorFile[]): PublicDataSet => ({
  name: 'mnist',
  title: 'MNIST',
  contents: 'MNIST as IDX files or as mnist.pkl.gz',
  advice:
    'Get the .gz files of MNIST, put them into a folder and pass it as dir (or set ONECYCLE_DATA to the folder ' +
    'around a folder mnist), or use sampleDigits(), which needs no files.',
  missing: missingDigits,
  async fill(folder, { onProgress, signal }) {
    const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0)
    let done = 0
    for (const { name, md5, bytes } of files) {
      const before = done
      await download({ url: mirror + name, md5, maxBytes: bytes }, join(folder, name), {
        signal,
        onProgress: ({ receivedBytes }) =>
          onProgress?.({ receivedBytes: before + receivedBytes, totalBytes }),
      })
      done += bytes
    }
  },
})
