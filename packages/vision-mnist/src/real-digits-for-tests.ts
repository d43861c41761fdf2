import { join } from 'node:path'
import type { DigitSet } from './digit-set.ts'
import { toDigitSet } from './digits.ts'
import { readIdx } from './idx-file.ts'
import { mnistTestFolder } from './test-data.ts'

const folder = mnistTestFolder()

/** Whether MNIST's test files are on this machine. */
export const realDigitsAreHere = folder !== null

/** The 10,000 test digits of MNIST. */
export async function realDigits(): Promise<DigitSet> {
  if (!folder) throw new Error('the test digits of MNIST are not on this machine: set ONECYCLE_TEST_DATA')
  const images = await readIdx(join(folder, 't10k-images-idx3-ubyte.gz'))
  const labels = await readIdx(join(folder, 't10k-labels-idx1-ubyte.gz'))
  return toDigitSet({ images, labels }, 'test digits')
}
