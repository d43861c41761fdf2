import { expect, it } from 'vitest'
import { parseAxes, parseUser } from './query.ts'

it('reads a user number', () => {
  expect(parseUser('196')).toEqual({ kind: 'user', user: 196 })
  expect(parseUser(' 7 ')).toEqual({ kind: 'user', user: 7 })
  expect(parseUser(undefined)).toEqual({ kind: 'none' })
  expect(parseUser('')).toEqual({ kind: 'none' })
  for (const text of ['abc', '-1', '1.5', '1e3', '99999999999', '<b>']) {
    expect(parseUser(text)).toEqual({ kind: 'invalid', text })
  }
  expect(parseUser(['1', '2'])).toEqual({ kind: 'invalid', text: '1,2' })
})

it('reads the axes', () => {
  expect(parseAxes('3', '1')).toEqual({ x: 3, y: 1 })
  expect(parseAxes(undefined, '4')).toEqual({ x: 1, y: 2 })
})
