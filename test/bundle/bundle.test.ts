import { expect, it } from 'vitest'
import { bundle, entries, limits } from './bundle.ts'

it('every entry has a limit', () => expect(Object.keys(limits).sort()).toEqual([...entries].sort()))

it.each(Object.entries(limits))('%s weighs under %i bytes', async (entry, limit) => {
  const { code } = await bundle(entry)
  expect(Buffer.byteLength(code)).toBeLessThan(limit)
})

it('serving does without TensorFlow.js, loaded or not', async () => {
  const { code } = await bundle('@onecycle/collab/serving')
  expect(code).not.toContain('@tensorflow')
})
