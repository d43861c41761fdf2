import { z } from 'zod'
import { numeric } from './recipe.ts'

/** The lesson's linear model and network, and a convolutional network. */
export const digitModels = ['logistic', 'nn', 'cnn'] as const

export type DigitModelKind = (typeof digitModels)[number]

/** What a training on digits may be asked to do, and how much of it at most. */
export const digitRecipeSchema = z.strictObject({
  model: z.enum(digitModels),
  epochs: numeric(z.int().min(1).max(20)),
  lr: numeric(z.number().positive().max(1)),
  batchSize: numeric(z.int().min(8).max(1024)),
  wd: numeric(z.number().min(0).max(10)),
  seed: numeric(z.int().min(0).max(4_294_967_295)),
})

export type DigitRecipe = z.infer<typeof digitRecipeSchema>

/** The lesson's network and its rate; a few passes more than its one, which take less than a second each. */
export const digitRecipe: DigitRecipe = {
  model: 'nn',
  epochs: 3,
  lr: 1e-2,
  batchSize: 64,
  wd: 0.01,
  seed: 42,
}
