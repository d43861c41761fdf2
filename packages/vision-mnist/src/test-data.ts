import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of the 10,000 real test digits for tests, or null where there is none: `mnist` in
 * `$ONECYCLE_TEST_DATA`, else in `shared/data` beside the repository.
 */
export function mnistTestFolder(): string | null {
  const beside = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
  const folder = join(process.env['ONECYCLE_TEST_DATA'] ?? beside, 'mnist')
  return existsSync(join(folder, 't10k-images-idx3-ubyte.gz')) ? folder : null
}
