import { execFile } from 'node:child_process'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadRecommender, saveRecommender } from './recommender-file.ts'
import { randomRecommender } from './recommender-for-tests.ts'

const run = promisify(execFile)
const packages = ['safetensors==0.5.3', 'numpy>=1.24,<3']
/** Made once a machine. */
const home = join(tmpdir(), 'onecycle-python-safetensors-0.5.3')
const pythonIn = (folder: string) => join(folder, 'bin', 'python')

/** A Python that has the real safetensors package, or why there is none. */
async function findPython(): Promise<{ python: string } | { missing: string }> {
  const works = (python: string) => run(python, ['-c', 'import numpy, safetensors.numpy'])
  try {
    await works(pythonIn(home))
    return { python: pythonIn(home) }
  } catch {
    // Not made yet, or broken.
  }
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-python-'))
  try {
    await run('python3', ['-m', 'venv', folder], { timeout: 60_000 })
    const install = ['-m', 'pip', 'install', '--quiet', '--retries', '0', '--timeout', '10', ...packages]
    await run(pythonIn(folder), install, { timeout: 90_000 })
    await works(pythonIn(folder))
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    return { missing: `no Python with safetensors: ${(error as Error).message.split('\n')[0] ?? ''}` }
  }
  try {
    await rename(folder, home)
  } catch {
    // Another run was first: its own is as good.
    await rm(folder, { recursive: true, force: true })
  }
  return { python: pythonIn(home) }
}

const script = `
import json, sys
import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
source, copy = sys.argv[1:]
tensors = load_file(source)
with safe_open(source, framework="np") as f:
    metadata = f.metadata()
save_file(tensors, copy, metadata=metadata)
print(json.dumps({
    "metadata": metadata,
    "shapes": {name: list(t.shape) for name, t in tensors.items()},
    "types": {name: str(t.dtype) for name, t in tensors.items()},
    "itemWeight": tensors["item.weight"].astype(float).ravel().tolist(),
}))
`

describe("Python's safetensors", () => {
  let found: Awaited<ReturnType<typeof findPython>>
  let folder: string
  beforeAll(async () => {
    found = await findPython()
    folder = await mkdtemp(join(tmpdir(), 'onecycle-'))
  }, 180_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('reads our files, and we read what it writes', async ({ skip }) => {
    if ('missing' in found) return skip(found.missing)
    const rec = randomRecommender()
    const [source, copy, program] = ['ours', 'copy', 'read.py'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await saveRecommender(rec, source)
    await writeFile(program, script)
    const { stdout } = await run(found.python, [program, source, copy])
    const read = JSON.parse(stdout) as Record<string, Record<string, unknown>>
    expect(read['metadata']).toMatchObject({
      format: 'onecycle-recommender',
      model: 'dot-bias',
      yRange: '[0,5.5]',
    })
    expect(read['shapes']).toMatchObject({ 'user.weight': [8, 5], 'item.weight': [12, 5], 'user.bias': [8] })
    expect(read['types']).toMatchObject({ 'item.weight': 'float32', 'rated.items': 'int32' })
    expect(read['itemWeight']).toEqual([...rec.parts.itemWeight.data])
    expect((await loadRecommender(copy)).parts).toEqual(rec.parts)
  }, 60_000)
})
