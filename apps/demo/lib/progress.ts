import { z } from 'zod'

export const epochSchema = z.object({
  epoch: z.int(),
  trainLoss: z.number(),
  validLoss: z.number(),
  seconds: z.number(),
})

/** How far a training is. */
export const progressSchema = z.object({
  iteration: z.int(),
  iterations: z.int(),
  epochs: z.int(),
  /** Smoothed; null before the first batch. */
  trainLoss: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  ratingsPerSecond: z.number().nullable(),
  finishedEpochs: z.array(epochSchema),
})

export type Progress = z.infer<typeof progressSchema>
