import { z } from 'zod'

/** What a training may be asked to do, and how much of it at most. */
export const recipeSchema = z.strictObject({
  epochs: z.int().min(1).max(50),
  lr: z.number().positive().max(1),
  nFactors: z.int().min(1).max(500),
  wd: z.number().min(0).max(10),
  batchSize: z.int().min(8).max(8192),
  validPct: z.number().min(0.01).max(0.9),
  seed: z.int().min(0),
})

export type Recipe = z.infer<typeof recipeSchema>

/** The recipe of fast.ai's lesson 5. */
export const lessonRecipe: Recipe = {
  epochs: 5,
  lr: 5e-3,
  nFactors: 40,
  wd: 0.1,
  batchSize: 64,
  validPct: 0.1,
  seed: 42,
}
