import { z } from 'zod'

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

/** What happens to a job, one after the other: all that a page shows of it is made from these. */
export const runEventSchema = z.discriminatedUnion('type', [
  statusSchema,
  progressSchema,
  curveSchema,
  weightsSchema,
])

export type RunEvent = z.infer<typeof runEventSchema>
export type ProgressEvent = z.infer<typeof progressSchema>
export type LrCurve = z.infer<typeof curveSchema>
export type WeightHistogram = z.infer<typeof weightsSchema>
