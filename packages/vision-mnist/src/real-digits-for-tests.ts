import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Digits } from './digits.ts'
import { readIdx } from './idx-file.ts'

const shared =
  process.env['ONECYCLE_TEST_DATA'] ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))
const folder = join(shared, 'mnist')

/** Whether MNIST's test files are on this machine. */
export const realDigitsAreHere = existsSync(folder)

/** The 10,000 test digits of MNIST: 8,000 to learn from and 2,000 to check, with `digitLoaders`' default. */
export const realDigits = async (): Promise<Digits> => ({
  images: await readIdx(join(folder, 't10k-images-idx3-ubyte.gz')),
  labels: await readIdx(join(folder, 't10k-labels-idx1-ubyte.gz')),
})
