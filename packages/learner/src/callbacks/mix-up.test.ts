import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, ndArray, type NdArray } from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import type { FitContext } from '../callback.ts'
import { mixUp, type MixUpOptions } from './mix-up.ts'
import { smallLearner } from './test-data.ts'

beforeAll(() => initBackend(['wasm']))

const rng = () => new Generator(7)
const mixed = (inputs: NdArray[], targets: NdArray, options: Partial<MixUpOptions> = {}) => {
  const context = { data: { inputs, targets, size: targets.shape[0]! } } as unknown as FitContext
  void mixUp({ rng: rng(), ...options }).beforeBatch!(context)
  return context.data!
}
/** Row i is i in all columns, so a mixture tells what it is made of. */
const numbered = (rows: number, columns: number) =>
  ndArray(
    Float32Array.from({ length: rows * columns }, (_, i) => Math.floor(i / columns)),
    [rows, columns],
  )

describe('mixUp', () => {
  it('mixes inputs and targets of each row with the same share', () => {
    const inputs = [numbered(50, 3), numbered(50, 1)]
    const { inputs: out, targets, size } = mixed(inputs, numbered(50, 1))
    expect(size).toBe(50)
    expect(out.map(({ shape }) => shape)).toEqual([[50, 3], [50, 1]]) // prettier-ignore
    for (let row = 0; row < 50; row++) {
      const value = targets.data[row]!
      expect([...out[0]!.data.subarray(3 * row, 3 * row + 3)]).toEqual([value, value, value])
      expect(out[1]!.data[row]).toBe(value)
    }
    expect(targets.data.some((value) => !Number.isInteger(value))).toBe(true)
    expect(inputs[0]).toEqual(numbered(50, 3)) // the originals are left alone
  })

  it('gives the row itself the larger share', () => {
    const { targets } = mixed([numbered(4, 1)], ndArray(Int32Array.of(0, 1, 2, 3)), { classes: 4 })
    expect(targets.shape).toEqual([4, 4])
    for (let row = 0; row < 4; row++) {
      const shares = [...targets.data.subarray(4 * row, 4 * row + 4)]
      expect(shares[row]).toBeGreaterThanOrEqual(0.5)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
    }
  })

  it('repeats itself with the same seed', () => {
    expect(mixed([numbered(9, 2)], numbered(9, 1))).toEqual(mixed([numbered(9, 2)], numbered(9, 1)))
  })

  it('refuses what it cannot mix', () => {
    const ids = ndArray(Int32Array.of(1, 2))
    expect(() => mixed([ids], numbered(2, 1))).toThrow(
      'mixUp: input 0 is a Int32Array; only float inputs can be mixed',
    )
    expect(() => mixed([numbered(2, 1)], ids)).toThrow('give the option `classes`')
    expect(() => mixed([numbered(2, 1)], ids, { classes: 2 })).toThrow(
      'a target is 2; expected 0 to 1 (classes)',
    )
    expect(() => mixUp({ rng: rng(), alpha: 0 })).toThrow('mixUp: alpha is 0; expected a number above 0')
    expect(() => mixUp({ rng: rng(), lambda: 0 } as never)).toThrow('mixUp has no option "lambda"')
  })

  it('trains with crossEntropy, and leaks nothing', async () => {
    await expectNoLeak(async () => {
      const learn = smallLearner([mixUp({ rng: rng(), classes: 2 })])
      await learn.fit(20, 0.02)
      expect(learn.recorder.epochs.at(-1)!.metrics['accuracy']).toBeGreaterThan(0.9)
      learn.dispose()
    })
  })
})
