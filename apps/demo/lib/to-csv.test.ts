import { expect, it } from 'vitest'
import { toCsv } from './to-csv.ts'

it('quotes what needs it, and leaves what is missing empty', () => {
  expect(
    toCsv([
      ['Godfather, The (1972)', 'the "best"', 'two\nlines'],
      ['Fargo (1996)', -1.5, null],
    ]),
  ).toBe('"Godfather, The (1972)","the ""best""","two\nlines"\r\nFargo (1996),-1.5,\r\n')
})
