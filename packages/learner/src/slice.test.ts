import { describe, expect, it } from 'vitest'
import { fixture } from '../../../fixtures.shared.ts'
import { lrsOfGroups, slice } from './slice.ts'

const table = fixture<Record<string, Record<string, number[]>>>('05_discriminative_lrs')

describe('lrsOfGroups', () => {
  it.each([2, 3, 4, 5])('gives %d groups the rates of fast.ai', (groups) => {
    const expected = table[`${groups}_groups`]!
    const close = (actual: number[], key: string) => {
      expect(actual.length).toBe(groups)
      actual.forEach((rate, i) => expect(rate / expected[key]![i]!).toBeCloseTo(1, 12))
    }
    close(lrsOfGroups(1e-3, groups), '1e-3')
    close(lrsOfGroups(slice(1e-3), groups), 'slice(1e-3) seed, divide by 3')
    close(lrsOfGroups(slice(1e-3, { divisor: 10 }), groups), 'slice(1e-3) v1>=1.0.29 and v2, divide by 10')
    close(lrsOfGroups(slice(1e-5, 1e-3), groups), 'slice(1e-5,1e-3)')
  })

  it('gives a single group the last rate of a slice', () => {
    expect(lrsOfGroups(slice(1e-5, 1e-3), 1)).toEqual([1e-3])
  })

  it('refuses rates that are no rates, and lists of another length', () => {
    expect(() => lrsOfGroups(NaN, 2)).toThrow('learning rate is NaN')
    expect(() => lrsOfGroups([1e-3], 2)).toThrow('1 learning rates were given for 2 layer groups')
  })
})
