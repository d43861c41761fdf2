import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of the real MovieLens 100K files for tests, or null where there is none: `ml-100k` in
 * `$ONECYCLE_TEST_DATA`, else in `shared/data` beside the repository. The licence forbids shipping them.
 */
export function movieLens100kTestFolder(): string | null {
  const beside = fileURLToPath(new URL('../../../../shared/data', import.meta.url))
  const folder = join(process.env['ONECYCLE_TEST_DATA'] ?? beside, 'ml-100k')
  return existsSync(join(folder, 'u.data')) ? folder : null
}
