import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const folder = fileURLToPath(new URL('.venv', import.meta.url))
const python = `${folder}/bin/python`

/** What pip is asked for, where that is not the module's name. */
const fromPyPI: Readonly<Record<string, readonly string[]>> = {
  surprise: ['scikit-surprise'],
  // Its SAR needs numpy, pandas and scipy; the package asks for a hundred more.
  recommenders: ['--no-deps', 'recommenders'],
}

/** The Python of bench/.venv with these packages from PyPI; made at its first use. */
export async function pythonWith(packages: readonly string[]): Promise<string> {
  try {
    await run(python, ['-c', packages.map((name) => `import ${name}`).join('\n')])
  } catch {
    process.stderr.write(`installing ${packages.join(', ')} in bench/.venv ...\n`)
    await run('python3', ['-m', 'venv', folder])
    for (const name of packages) {
      const wanted = fromPyPI[name] ?? [name]
      await run(python, ['-m', 'pip', 'install', '--quiet', ...wanted], { maxBuffer: 2 ** 24 })
    }
  }
  return python
}
