import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packageNames, root } from '../architecture/workspace.ts'

/** Runs a program to its end; a failure carries what it wrote. */
export async function runIn(cwd: string, program: string, ...args: string[]): Promise<string> {
  const ended = promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 26 })
  const { stdout } = await ended.catch((error: unknown) => {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${[program, ...args].join(' ')} failed in ${cwd}:\n${stdout}\n${stderr}`, {
      cause: error,
    })
  })
  return stdout
}

/**
 * Packs the four packages as they would be published and installs them, with TensorFlow.js, into an empty
 * folder of the system's temporary ones.
 *
 * @returns the folder
 */
export async function installPacked(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-packed-'))
  await Promise.all(
    packageNames.map((name) =>
      runIn(join(root, 'packages', name), 'pnpm', 'pack', '--pack-destination', folder),
    ),
  )
  const tarballs = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const others = ['@tensorflow/tfjs@4.22.0', '@types/node@24']
  const options = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline', '--loglevel=error']
  await runIn(folder, 'npm', 'install', ...options, ...tarballs.map((name) => `./${name}`), ...others)
  await cp(join(import.meta.dirname, 'consumer'), folder, { recursive: true })
  return folder
}
