import { z } from 'zod'
import { datasetRecordSchema } from './dataset-record.ts'
import { recipeSchema } from './recipe.ts'

/** What is known about a trained model. */
export const modelCardSchema = z.object({
  /** Mean squared errors: on held-out ratings, and (smoothed) on the training ratings. */
  validLoss: z.number(),
  trainLoss: z.number(),
  epochs: z.int(),
  /** Of the fit, validation included. */
  seconds: z.number(),
  /** Training ratings seen a second. */
  ratingsPerSecond: z.number(),
  device: z.string(),
  recipe: recipeSchema,
  dataset: datasetRecordSchema,
  /** What orders lists beside it, in a file of its own; models of earlier versions have none, and order by stars. */
  ranker: z.literal('ials').optional(),
  /** SHA-256 of its file, and of the ranker's; models of earlier versions have none. */
  checksums: z.object({ model: z.string(), ranker: z.string().optional() }).optional(),
})

export type ModelCard = z.infer<typeof modelCardSchema>
