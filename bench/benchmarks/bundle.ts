import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { formatTable } from '@onecycle/tensor-core'
import { bundle as bundled, entries, limits } from '../../test/bundle/bundle.ts'
import { quantile } from '../serve/quantile.ts'

const rounds = 9
const run = promisify(execFile)

/**
 * What each entry of the packages weighs in an application, and how long a new Node takes to import it. Entries
 * take turns. The limits are those of a test.
 */
export async function bundle(): Promise<object> {
  const root = join(import.meta.dirname, '..', '..')
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo')
  await run(process.execPath, [turbo, 'run', 'build', '--filter=./packages/*'], { cwd: root })
  const times = new Map(entries.map((entry): [string, number[]] => [entry, []]))
  for (let round = -1; round < rounds; round++) {
    for (const entry of entries) {
      const time = await importTime(entry)
      if (round >= 0) times.get(entry)!.push(time)
    }
  }
  const rows = []
  for (const entry of entries) {
    const { code } = await bundled(entry)
    const [milliseconds, minified] = [quantile(times.get(entry)!, 0.5), Buffer.byteLength(code)]
    rows.push({ entry, minified, limit: limits[entry], gzipped: gzipSync(code).length, milliseconds })
  }
  console.log(
    `Entries bundled and minified by esbuild, with their dependencies, without TensorFlow.js and the other peers;\n` +
      `import of the built entry in a new Node ${process.version}: median of ${rounds} turns\n`,
  )
  console.log(
    formatTable(
      ['entry', 'minified, bytes', 'limit', 'gzipped, bytes', 'import, ms'],
      rows.map(({ entry, minified, limit, gzipped, milliseconds }) => [
        entry,
        minified,
        limit ?? '',
        gzipped,
        milliseconds.toFixed(1),
      ]),
    ),
  )
  return { rows }
}

/** In milliseconds, without the start of Node. */
async function importTime(entry: string): Promise<number> {
  const program = `const start = performance.now(); await import('${entry}'); console.log(performance.now() - start)`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: join(import.meta.dirname, '..'),
  })
  return Number(stdout)
}
