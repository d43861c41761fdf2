import { expect, it } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { recipesOf } from './sweep.ts'

it('tries every value with every other, and leaves the rest as it is', () => {
  const tried = recipesOf(lessonRecipe, { lr: [1e-3, 5e-3], nFactors: [20, 40] })
  expect(tried.map(({ lr, nFactors }) => [lr, nFactors])).toEqual([
    [1e-3, 20],
    [1e-3, 40],
    [5e-3, 20],
    [5e-3, 40],
  ])
  for (const recipe of tried)
    expect(recipe).toEqual({ ...lessonRecipe, lr: recipe.lr, nFactors: recipe.nFactors })
  expect(recipesOf(lessonRecipe, {})).toEqual([lessonRecipe])
})
