import { expect, it } from 'vitest'
import { opinionForm, starSteps } from './opinion.ts'

const parse = (fields: Record<string, unknown>) => opinionForm.safeParse(fields)

it('reads stars and words', () => {
  expect(parse({ film: '7', rating: '3.5' }).data).toMatchObject({
    film: 7,
    opinion: { kind: 'rated', rating: 3.5 },
  })
  expect(parse({ film: '7', rating: '3.5', opinion: 'unseen' }).data?.opinion).toEqual({ kind: 'unseen' })
  expect(parse({ film: '7', opinion: 'none', back: '/rate?q=a#film-7' }).data).toEqual({
    film: 7,
    opinion: null,
    back: '/rate?q=a#film-7',
  })
  for (const step of starSteps) expect(parse({ film: '1', rating: String(step) }).success).toBe(true)
})

it.each([
  { film: '7' },
  { film: '0', rating: '3' },
  { film: 'x', rating: '3' },
  { film: '7', rating: '0' },
  { film: '7', rating: '5.5' },
  { film: '7', rating: '3.25' },
  { film: '7', rating: 'Infinity' },
  { film: '7', opinion: 'loved' },
  { film: '7', rating: '3', back: '//elsewhere.example' },
  { film: '7', rating: '3', back: '/\\elsewhere.example' },
  { film: '7', rating: '3', back: 'https://elsewhere.example' },
])('refuses %o', (fields) => {
  expect(parse(fields).success).toBe(false)
})
