import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingFiles } from '@onecycle/learner/node'
import {
  parseMnistPickle,
  splitDigits,
  toDigitSet,
  type DigitSet,
  type DigitSplit,
} from '@onecycle/vision-mnist'
import { gunzip, isGzip } from './gunzip.ts'
import { readIdx } from './idx-file.ts'

const TRAIN = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'] as const
const TEST = ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'] as const
const PICKLE = ['mnist.pkl'] as const

/** Of the unpacked mnist.pkl, which has 220,080,380: 70,000 images and labels. */
const MOST_PICKLE_BYTES = 256 * 2 ** 20

/** Of the 10,000 test digits alone, a fifth is for validation. */
const VALID_SHARE_OF_TEST = 0.2

/** Digits that were read, and what was read, in words. */
export interface ReadDigits extends DigitSplit {
  readonly name: string
}

/** What a folder needs before {@link readDigits} can read it: nothing where MNIST is there in one of its forms. */
export async function missingDigits(folder: string): Promise<readonly string[]> {
  for (const form of [TEST, PICKLE]) if (await filesOf(folder, form)) return []
  return [`IDX files (${TEST.join(', ')}, and those of train; plain or .gz) or mnist.pkl.gz`]
}

/**
 * Reads MNIST from a folder: the four IDX files; else mnist.pkl, the course's; else the IDX files of the
 * 10,000 test digits alone, which are split then. All may be packed by gzip, with .gz after their names.
 *
 * @throws OnecycleError `BAD_IDX`, `BAD_PICKLE`, `BAD_GZIP`, `BAD_DIGITS`
 */
export async function readDigits(folder: string): Promise<ReadDigits> {
  const [train, test, pickle] = await Promise.all(
    [TRAIN, TEST, PICKLE].map((names) => filesOf(folder, names)),
  )
  if (train && test) {
    const split = { train: await readPair(train), valid: await readPair(test) }
    return { ...split, name: inWords(split, 'training digits', 'test digits') }
  }
  if (pickle) {
    const split = await readPickle(pickle[0]!)
    return { ...split, name: inWords(split, 'training digits', 'validation digits (mnist.pkl)') }
  }
  const split = splitDigits(await readPair(test ?? TEST.map((name) => join(folder, name))), {
    validPct: VALID_SHARE_OF_TEST,
  })
  return { ...split, name: inWords(split, 'of the test digits for training', 'for validation') }
}

/** The paths of the files, as they are or with .gz; null where one is missing. */
async function filesOf(folder: string, names: readonly string[]): Promise<string[] | null> {
  const paths = names.map(async (name) => {
    const missing = await missingFiles(folder, [name, `${name}.gz`])
    if (missing.length === 2) return null
    return join(folder, missing[0] === name ? `${name}.gz` : name)
  })
  const found = (await Promise.all(paths)).filter((path) => path !== null)
  return found.length === names.length ? found : null
}

async function readPair([imagesFile, labelsFile]: readonly string[]): Promise<DigitSet> {
  return toDigitSet({ images: await readIdx(imagesFile!), labels: await readIdx(labelsFile!) }, imagesFile!)
}

async function readPickle(path: string): Promise<DigitSplit> {
  const bytes = await readFile(path)
  const { train, valid } = parseMnistPickle(
    isGzip(bytes) ? await gunzip(bytes, path, () => MOST_PICKLE_BYTES) : bytes,
  )
  return { train, valid }
}

const inWords = ({ train, valid }: DigitSplit, trainingWords: string, validWords: string): string =>
  `MNIST: ${countOf(train)} ${trainingWords}, ${countOf(valid)} ${validWords}`

const countOf = ({ labels }: DigitSet): string => labels.data.length.toLocaleString('en')
