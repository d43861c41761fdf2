/**
 * `npm run cuda`: adds TensorFlow's own library for CUDA (@tensorflow/tfjs-node-gpu) in `.toolchain/cuda`, which
 * git ignores, and says whether it works here. Afterwards `ONECYCLE_BACKEND=tensorflow` uses it.
 *
 * Its install script downloads libtensorflow from storage.googleapis.com, and its code is of 2022: CUDA 11.2 and
 * cuDNN 8.1. A newer card is better served by the backend `webgpu`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cudaWorks } from './cuda-works.ts'
import { reasonIn } from './process.mjs'

const folder = join(import.meta.dirname, '..', '.toolchain', 'cuda')
const installed = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu')

/** npm runs install scripts, which pnpm would not; the folder has a package.json of its own. */
function install(): string | undefined {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  console.log('adding @tensorflow/tfjs-node-gpu 4.22 in .toolchain/cuda (over 400 MB) ...')
  const options = ['--no-audit', '--no-fund', '--loglevel=error']
  const { status, stderr, error } = spawnSync(
    'npm',
    ['install', ...options, '@tensorflow/tfjs-node-gpu@4.22.0'],
    {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  )
  if (status === 0) return undefined
  const thrown = /npm error (Error: .+)/.exec(stderr)?.[1] // by the install script
  return error?.message ?? thrown ?? String(reasonIn(stderr))
}

const problem = existsSync(join(installed, 'lib')) ? undefined : install()
try {
  if (problem) throw new Error(`it could not be installed: ${problem}`)
  console.log(`it works: ${await cudaWorks()}`)
  console.log('ONECYCLE_BACKEND=tensorflow npm run demo uses it')
} catch (error) {
  console.error(`tensorflow does not work here: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
