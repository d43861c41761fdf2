import { expect, it } from 'vitest'
import { fuzz, shownInput } from './fuzz.ts'
import { targets } from './targets.ts'

it.each(targets)('$name is read or refused, quickly and in bounds, whatever the input', async (target) => {
  const { inputs, read, refused, failure } = await fuzz(target, { runs: 2_000, seed: 1 })
  if (failure) expect.fail(`${failure.message}\n${shownInput(failure.input)}`)
  expect(inputs).toBe(2_000)
  // The inputs are neither all good nor all caught by the first check.
  expect(read).toBeGreaterThan(20)
  expect(refused).toBeGreaterThan(20)
})
