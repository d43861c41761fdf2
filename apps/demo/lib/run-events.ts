import { z } from 'zod'
import { qualitySchema } from './quality.ts'

export const jobStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

export type JobStatus = (typeof jobStatuses)[number]

/** A batch of a training: how many are done with it, its loss raw and smoothed, learning rate, momentum. */
const pointSchema = z.tuple([z.int(), z.number(), z.number(), z.number(), z.number()])

export type Point = z.infer<typeof pointSchema>

const epochSchema = z.object({
  /** 0-based. */
  epoch: z.int(),
  trainLoss: z.number(),
  validLoss: z.number(),
  seconds: z.number(),
  /** Of classes: the share told rightly of what was held out. */
  accuracy: z.number().optional(),
})

export type Epoch = z.infer<typeof epochSchema>

const statusSchema = z.object({
  type: z.literal('status'),
  status: z.enum(jobStatuses),
  error: z.string().optional(),
  /** Of the model that the job left. */
  version: z.int().optional(),
})

const progressSchema = z.object({
  type: z.literal('progress'),
  /** Batches done, and in the whole training. */
  iteration: z.int(),
  iterations: z.int(),
  epochs: z.int(),
  secondsLeft: z.number(),
  ratingsPerSecond: z.number(),
  /** What came since the event before: some of the batches, and epochs that ended. */
  points: z.array(pointSchema),
  finishedEpochs: z.array(epochSchema),
})

const curveSchema = z.object({
  type: z.literal('lr-curve'),
  lrs: z.array(z.number()),
  losses: z.array(z.number()),
  /** Learning rates by the name of the rule that found them. */
  suggestions: z.record(z.string(), z.number()),
})

const weightsSchema = z.object({
  type: z.literal('weights'),
  low: z.number(),
  high: z.number(),
  /** Weights in each of as many equal bins from low to high; those beyond are left out. */
  counts: z.array(z.int()),
  /** Root of the mean square. */
  rms: z.number(),
})

const troubleSchema = z.object({
  predicted: z.int(),
  actual: z.int(),
  loss: z.number(),
  /** What the model gave the actual digit. */
  probability: z.number(),
  /** 28 x 28, row by row: 0 (paper) to 255 (ink). */
  image: z.array(z.int()),
})

const digitsSchema = z.object({
  type: z.literal('digits'),
  /** The trained model's, in the folder of models. */
  file: z.string(),
  parameters: z.int(),
  device: z.string(),
  source: z.object({
    kind: z.enum(['mnist', 'sample']),
    name: z.string(),
    citation: z.string().nullable(),
    /** Why it is the sample and not MNIST. */
    whySample: z.string().nullable(),
  }),
  /** Of the digits held out. */
  accuracy: z.number(),
  /** Rows are the actual digits, columns the predicted ones. */
  confusion: z.array(z.array(z.int())),
  /** Pairs taken for each other, most often first. */
  confused: z.array(z.object({ actual: z.int(), predicted: z.int(), count: z.int() })),
  /** Those with the largest losses. */
  troubles: z.array(troubleSchema),
})

/** What happens to a job, one after the other: all that a page shows of it is made from these. */
export const runEventSchema = z.discriminatedUnion('type', [
  statusSchema,
  progressSchema,
  curveSchema,
  weightsSchema,
  digitsSchema,
  qualitySchema,
])

export type RunEvent = z.infer<typeof runEventSchema>
export type ProgressEvent = z.infer<typeof progressSchema>
export type LrCurve = z.infer<typeof curveSchema>
export type WeightHistogram = z.infer<typeof weightsSchema>
export type DigitsResult = z.infer<typeof digitsSchema>
