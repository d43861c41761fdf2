import { z } from 'zod'

/** How good lists and predictions are; null where a measure does not apply. */
const contestantSchema = z.object({
  name: z.enum(['hybrid', 'ease', 'item-knn', 'dot-bias', 'bias-only', 'popularity']),
  ndcg: z.number(),
  map: z.number(),
  precision: z.number(),
  recall: z.number(),
  coverage: z.number(),
  rmse: z.number().nullable(),
  /** Of training alone. */
  seconds: z.number(),
})

/** What the trainer found when it measured the models on the ratings at hand. */
export const qualitySchema = z.object({
  type: z.literal('quality'),
  dataset: z.string(),
  /** Whether the ratings are the sample's. */
  isSample: z.boolean(),
  device: z.string(),
  k: z.int(),
  /** Of each user, held out. */
  testPct: z.number(),
  trainRatings: z.int(),
  testRatings: z.int(),
  /** Over whom the means are. */
  users: z.int(),
  seed: z.int(),
  contestants: z.array(contestantSchema),
})

export type Contestant = z.infer<typeof contestantSchema>
export type QualityResult = z.infer<typeof qualitySchema>
