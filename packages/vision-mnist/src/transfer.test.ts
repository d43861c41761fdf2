import { beforeAll, describe, expect, it } from 'vitest'
import { initBackend } from '@onecycle/tensor-core'
import { prepare, ways } from '../examples/transfer-learning.ts'
import { realDigits, realDigitsAreHere } from './real-digits-for-tests.ts'

beforeAll(() => initBackend(['wasm']))

describe.runIf(realDigitsAreHere)('transfer learning, mean over five seeds', () => {
  it('beats training from scratch on 100 images a digit with as many epochs', async () => {
    const digits = await realDigits()
    const gains: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) {
      const task = await prepare(digits, seed)
      const transferred = await ways['the same, unfrozen at slice(3e-3, 1e-2)'](task)
      gains.push(transferred - (await ways['from scratch, at 2e-2'](task)))
    }
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
    expect(mean, `of ${gains.join(', ')}`).toBeGreaterThan(0.005)
  }, 240_000)
})
