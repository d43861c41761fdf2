import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { assemble } from '../../../../scripts/assemble.ts'

it.each([
  ['kernels.ts', 'assembly/index.ts'],
  ['ranker-kernels.ts', 'assembly/rankers/index.ts'],
])(
  '%s is what %s compiles to',
  async (name, entry) => {
    const committed = await readFile(new URL(name, import.meta.url), 'utf8')
    expect(await assemble(fileURLToPath(new URL('../..', import.meta.url)), entry)).toBe(committed)
  },
  60_000,
)
