import { expect, it } from 'vitest'
import { parseRecommendationQuery } from './recommendation-query.ts'

const parse = (parameters: Record<string, string | string[]>) =>
  parseRecommendationQuery(parameters, ['Drama', 'Comedy'])

it('reads a whole form', () => {
  expect(parse({ user: '7', genre: 'Drama', from: '1990', to: ' 1995 ', popular: '4' })).toEqual({
    user: { kind: 'user', user: 7 },
    genre: 'Drama',
    from: 1990,
    to: 1995,
    popular: 4,
    badYears: false,
  })
})

it('takes an empty form, and nonsense, as nothing asked', () => {
  const nothing = { user: { kind: 'none' }, genre: undefined, from: undefined, to: undefined, popular: 2 }
  expect(parse({})).toEqual({ ...nothing, badYears: false })
  expect(parse({ user: '', genre: '', from: '', to: '', popular: '' })).toMatchObject({ from: undefined })
  expect(parse({ genre: 'Opera', from: 'x', popular: '9' })).toEqual({ ...nothing, badYears: true })
  expect(parse({ from: ['1990', '1991'], popular: ['1', '2'] })).toEqual({ ...nothing, badYears: true })
})
