import { expect, it } from 'vitest'
import { searchable, splitTitle } from './film-title.ts'

it.each([
  ['Fargo (1996)', 'Fargo', '1996'],
  ['Usual Suspects, The (1995)', 'The Usual Suspects', '1995'],
  ['Postino, Il (1994)', 'Il Postino', '1994'],
  ["Ascenseur, L' (1958)", "L'Ascenseur", '1958'],
  [
    'Shanghai Triad (Yao a yao yao dao waipo qiao) (1995)',
    'Shanghai Triad (Yao a yao yao dao waipo qiao)',
    '1995',
  ],
  ['City of Lost Children, The (Cité) (1995)', 'The City of Lost Children (Cité)', '1995'],
  ['I, Worst of All (1990)', 'I, Worst of All', '1990'],
  ['unknown', 'unknown', null],
])('reads %s', (title, name, year) => {
  expect(splitTitle(title)).toEqual({ name, year })
})

it('finds titles without their accents', () => {
  expect(searchable('Cité (1995)')).toBe('cite (1995)')
})
