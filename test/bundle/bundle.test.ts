import { expect, it } from 'vitest'
import { entriesOf, loadedWith } from '../architecture/workspace.ts'
import { bundle, entries, limits } from './bundle.ts'

it('every entry has a limit', () => expect(Object.keys(limits).sort()).toEqual([...entries].sort()))

it.each(Object.entries(limits))('%s weighs under %i bytes', async (entry, limit) => {
  const { code } = await bundle(entry)
  expect(Buffer.byteLength(code)).toBeLessThan(limit)
})

it('serving does without TensorFlow.js, loaded or not, and waits for no algebra that it does not use', async () => {
  const { code } = await bundle('@onecycle/collab/serving')
  expect(code).not.toContain('@tensorflow')
  const sources = loadedWith(entriesOf('collab')['./serving']!)
  expect([...sources]).toContain('packages/tensor-core/src/index.ts')
  expect([...sources]).not.toContain('packages/tensor-core/src/pca.ts')
})
