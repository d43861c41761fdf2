import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const glossary = await readFile(fileURLToPath(new URL('../../docs/glossary.md', import.meta.url)), 'utf8')
const named = new Set([...glossary.matchAll(/`(\w+)`/g)].map(([, name]) => name))

it.each([
  '@onecycle/tensor-core',
  '@onecycle/tensor-core/node',
  '@onecycle/tensor-core/test',
  '@onecycle/learner',
  '@onecycle/learner/node',
  '@onecycle/collab',
  '@onecycle/collab/node',
  '@onecycle/collab/serving',
  '@onecycle/collab/worksheet',
  '@onecycle/vision-mnist',
  '@onecycle/vision-mnist/node',
])('the glossary has every function and class of %s', async (entry) => {
  const names = Object.keys((await import(entry)) as object)
  expect(names.filter((name) => !named.has(name))).toEqual([])
})
