import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const sources = join(import.meta.dirname, '..', 'index.ts')

/** Runs a program in a folder where these packages are installed (by the text of their index.js). */
function runWith(installed: Readonly<Record<string, string>>, program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-tensorflow-'))
  try {
    for (const [name, code] of Object.entries(installed)) {
      const home = join(folder, 'node_modules', name)
      mkdirSync(home, { recursive: true })
      writeFileSync(join(home, 'index.js'), code)
    }
    const text = `import { initBackend } from ${JSON.stringify(sources)}\n${program}`
    const options = ['--conditions=source', '--input-type=module', '-e', text]
    const env = { ...process.env, VK_ICD_FILENAMES: '/nowhere.json' }
    const { stdout, stderr, status } = spawnSync(process.execPath, options, {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    expect(status, stderr).toBe(0)
    return stdout.trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
const ask = `console.log(await initBackend(['tensorflow']).catch((error) => error.message))`
const broken = `throw new Error('libcudart.so.11.0: cannot open shared object file\\nRequire stack: ...')`

it('says how to add the library where it is not there', () => {
  expect(runWith({}, ask)).toBe(
    'no backend works here: tensorflow: the package @tensorflow/tfjs-node-gpu is not installed: npm run cuda adds it; ' +
      'the package @tensorflow/tfjs-node is not installed: npm run cuda adds it',
  )
})

it('says in one line what a broken installation wants and what failed', () => {
  expect(runWith({ '@tensorflow/tfjs-node-gpu': broken }, ask)).toContain(
    'tensorflow: @tensorflow/tfjs-node-gpu (wants CUDA 11.2 and cuDNN 8.1): libcudart.so.11.0: cannot open shared object file; ',
  )
})

it('tells a dependency that an installed package lacks from a package that is not installed', () => {
  const said = runWith({ '@tensorflow/tfjs-node-gpu': `require('@mapbox/node-pre-gyp')` }, ask)
  expect(said).toContain(
    "@tensorflow/tfjs-node-gpu (wants CUDA 11.2 and cuDNN 8.1): Cannot find module '@mapbox/node-pre-gyp'; ",
  )
  expect(said).not.toContain('tfjs-node-gpu is not installed')
  const asModule = { '@tensorflow/tfjs-node-gpu': `import 'no-such-package'; export {}` }
  expect(runWith(asModule, ask)).toContain("cuDNN 8.1): Cannot find package 'no-such-package' imported from ")
})

it('falls through to the next backend', () => {
  const program = `const { name, reasons } = await initBackend(); console.log(name, reasons.length, reasons[0])`
  expect(runWith({ '@tensorflow/tfjs-node-gpu': broken }, program)).toMatch(/^wasm 2 tensorflow: .+libcudart/)
})

it('supplies the functions of node:util that tfjs-node calls and new versions of Node lack', () => {
  const calls = `const { isNullOrUndefined, isArray } = require('util')
    throw new Error([isNullOrUndefined(null), isNullOrUndefined(0), isArray([]), isArray({})].join(' '))`
  expect(runWith({ '@tensorflow/tfjs-node': calls }, ask)).toContain('true false true false')
})
