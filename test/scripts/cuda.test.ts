import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const works = join(import.meta.dirname, '..', '..', 'scripts', 'cuda-works.ts')
const coreRequire = createRequire(join(import.meta.dirname, '../../packages/tensor-core/package.json'))

/** A stand-in for tfjs-node-gpu: the CPU in JavaScript computes, under the name and with the facts of the real one. */
const standIn = (isUsingGpuDevice: boolean) => `
  const tf = require(${JSON.stringify(coreRequire.resolve('@tensorflow/tfjs'))})
  tf.registerBackend('tensorflow', () => {
    const backend = tf.findBackend('cpu')
    return new Proxy(backend, {
      get(target, name) {
        if (name === 'isUsingGpuDevice') return ${isUsingGpuDevice}
        if (name === 'binding') return { TF_Version: '2.9.1' }
        if (name === 'tensorMap') return new Map()
        const value = target[name]
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  })
  tf.copyRegisteredKernels('cpu', 'tensorflow')`

/** What `npm run cuda` would say where this is installed as tfjs-node-gpu. */
function says(code: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'onecycle-cuda-'))
  try {
    if (code !== undefined) {
      const home = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
      mkdirSync(home, { recursive: true })
      writeFileSync(join(home, 'index.js'), code)
      writeFileSync(join(home, 'package.json'), '{ "version": "4.22.0" }')
    }
    const program = `import { cudaWorks } from ${JSON.stringify(works)}
      console.log(await cudaWorks().catch((error) => error.message))`
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ['--conditions=source', '--input-type=module', '-e', program],
      {
        cwd: folder,
        env: { ...process.env, NODE_PATH: '', VK_ICD_FILENAMES: '/nowhere.json' },
        encoding: 'utf8',
      },
    )
    expect(status, stderr).toBe(0)
    return stdout.trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('says that TensorFlow works only where it has found a card, with device and versions', () => {
  expect(says(standIn(true))).toBe(
    'TensorFlow by @tensorflow/tfjs-node-gpu, CUDA; tfjs-node-gpu 4.22.0, ' +
      `TensorFlow 2.9.1 (wants CUDA 11.2 and cuDNN 8.1), Node ${process.version}`,
  )
})

it('says the one reason why it does not', () => {
  expect(says(standIn(false))).toBe(
    '@tensorflow/tfjs-node-gpu sees no graphics card: it wants CUDA 11.2 and cuDNN 8.1',
  )
  expect(says(`throw new Error('libcudart.so.11.0: cannot open shared object file')`)).toBe(
    '@tensorflow/tfjs-node-gpu (wants CUDA 11.2 and cuDNN 8.1): libcudart.so.11.0: cannot open shared object file',
  )
  expect(says(undefined)).toBe('the package @tensorflow/tfjs-node-gpu is not installed: npm run cuda adds it')
})
