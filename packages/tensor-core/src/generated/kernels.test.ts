import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { assemble } from '../../../../scripts/assemble.ts'

it('is what the assembly compiles to', async () => {
  const committed = await readFile(new URL('kernels.ts', import.meta.url), 'utf8')
  expect(await assemble(fileURLToPath(new URL('../..', import.meta.url)))).toBe(committed)
}, 60_000)
