import { expect, it } from 'vitest'
import { OnecycleError } from '@onecycle/tensor-core'
import {
  anything,
  checkOptions,
  flag,
  integerFrom,
  numberAbove,
  numberFrom,
  oneOf,
  text,
} from './check-options.ts'

it('refuses unknown names and says which there are', () => {
  const check = () => checkOptions('it', { patince: 3 }, { patience: integerFrom(1), mode: text })
  expect(check).toThrow('it has no option "patince"; it has patience, mode')
  expect(() => checkOptions('it', { toString: 1 }, { mode: text })).toThrow('it has no option "toString"')
})

it('takes an undefined option for none', () => {
  expect(() => checkOptions('it', { patience: undefined }, { patience: integerFrom(1) })).not.toThrow()
})

it('throws errors that programs can read', () => {
  try {
    checkOptions('it', { k: 0 }, { k: integerFrom(1) })
    expect.unreachable()
  } catch (error) {
    expect(OnecycleError.is(error) && error.code).toBe('BAD_OPTION')
    expect(OnecycleError.is(error) && error.data).toEqual({ name: 'it', option: 'k', value: 0 })
  }
})

it.each([
  [integerFrom(1), [1, 7], [0, 1.5, NaN, '1'], 'an integer of at least 1'],
  [numberFrom(0), [0, 0.5], [-1, Infinity, null], 'a number of at least 0'],
  [numberAbove(0), [0.5], [0, NaN], 'a number above 0'],
  [oneOf('min', 2), ['min', 2], ['max', 3], '"min" or 2'],
  [text, ['x'], ['', 1], 'a text'],
  [flag, [true, false], [0, 'no'], 'true or false'],
  [anything, [null, {}], [], 'anything'],
])('rule %#', (rule, good, bad, expected) => {
  for (const value of good) expect(() => checkOptions('it', { value }, { value: rule })).not.toThrow()
  for (const value of bad)
    expect(() => checkOptions('it', { value }, { value: rule })).toThrow(`expected ${expected}`)
})
