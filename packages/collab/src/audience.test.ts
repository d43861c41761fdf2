import { expect, it } from 'vitest'
import { audience } from './audience.ts'
import { randomRecommender } from './recommender-for-tests.ts'

it('predicts for the users who have rated an item, with the average bias in place of its own', () => {
  const rec = randomRecommender()
  // Item 3 was rated by u2 and u3.
  const ids = Array.from({ length: 11 }, (_, i) => i + 1)
  const biases = [...rec.bias(ids).values]
  const average = biases.reduce((sum, bias) => sum + bias, 0) / biases.length
  const expected = ['u2', 'u3'].map((user) => {
    const share = rec.predict(user, 3).score / 5.5
    const raw = Math.log(share / (1 - share)) - biases[2]! + average
    return 5.5 / (1 + Math.exp(-raw))
  })
  const found = audience(rec, 3)
  expect(found.users).toBe(2)
  expect(found.expected).toBeCloseTo((expected[0]! + expected[1]!) / 2, 5)
})

it('names an item that it does not know', () => {
  expect(() => audience(randomRecommender(), 'Fargo')).toThrow(/Fargo/)
})
