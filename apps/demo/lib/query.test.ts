import { expect, it } from 'vitest'
import { parseMinimum, parseWords, parseUser } from './query.ts'

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

it('reads numbers of ratings and words', () => {
  expect(parseMinimum('50', 583)).toBe(50)
  expect([parseMinimum('0', 583), parseMinimum('600', 583), parseMinimum(undefined, 583)]).toEqual([
    null,
    null,
    null,
  ])
  expect([parseWords(' fargo '), parseWords(['a', 'b']), parseWords(undefined)]).toEqual(['fargo', '', ''])
})
