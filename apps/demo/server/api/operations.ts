import { z } from 'zod'
import { digitAnswerSchema } from '../../lib/digit-answer.ts'
import { digitModels, digitRecipeSchema } from '../../lib/digit-recipe.ts'
import { modelCardSchema } from '../../lib/model-card.ts'
import { numeric, recipeSchema } from '../../lib/recipe.ts'
import { usualMinimum } from '../../lib/recommendation-query.ts'
import { jobStatuses } from '../../lib/run-events.ts'
import { texts } from '../../lib/texts.ts'
import type { Operation } from './endpoint.ts'

/** The most that one list can hold, and the most ratings that one person can send. */
export const listLimit = 200
export const ratingsLimit = 5000

const n = numeric(z.int().min(1).max(listLimit)).default(10)
const minRatings = numeric(z.int().min(0))
const rawId = z.union([z.string().min(1).max(300), z.number()])
const text = z.string().min(1).max(300)
const scored = z.object({ item: rawId, score: z.number() })
/** A film of a list, best first: the place in it is the ranker's, the stars are the predicted ones. */
const listed = z.object({
  item: rawId,
  stars: z.number().describe(texts.api.stars),
})
/** A side of a place on paper, in any unit that is one. */
const place = z.number().min(-1e6).max(1e6)
const id = numeric(z.int().min(1))

const explanation = z.object({
  score: z.number(),
  raw: z.number(),
  global: z.number(),
  userBias: z.number(),
  itemBias: z.number(),
  factors: z.array(z.number()),
})

const byRatings = z.object({
  item: rawId,
  score: z.number(),
  raw: z.number(),
  average: z.number(),
  ratings: z.array(z.object({ item: rawId, rating: z.number(), contribution: z.number() })),
})

const model = z.object({
  version: z.int(),
  serves: z.boolean(),
  downloadable: z.boolean(),
  card: modelCardSchema,
})

const run = z.object({
  id: z.int(),
  status: z.enum(jobStatuses),
  created: z.iso.datetime(),
  recipe: recipeSchema,
  model: model.nullable(),
})

const modelVersion = z.int().describe('Of the model that this answer comes from.')

const started = z.object({ runs: z.array(z.int()) })
const none = z.strictObject({})

/** All that the API can be asked. Its documentation is made from this table. */
export const operations = {
  recommend: {
    method: 'GET',
    path: '/api/recommend',
    input: z.strictObject({
      user: text,
      n,
      minRatings: minRatings.default(usualMinimum),
      includeSeen: z.stringbool().default(false),
    }),
    answer: z.object({
      modelVersion,
      user: rawId,
      recommendations: z.array(listed).describe(texts.api.order),
    }),
  },
  foldIn: {
    method: 'POST',
    path: '/api/fold-in',
    input: z.strictObject({
      ratings: z
        .array(z.strictObject({ item: rawId, rating: z.number() }))
        .min(1)
        .max(ratingsLimit),
      n,
      minRatings: minRatings.default(usualMinimum),
      explain: rawId.optional(),
    }),
    answer: z.object({
      modelVersion,
      recommendations: z.array(listed).describe(texts.api.order),
      unknown: z.array(rawId),
      bias: z.number(),
      explanation: byRatings.nullable(),
    }),
  },
  similar: {
    method: 'GET',
    path: '/api/similar',
    input: z.strictObject({
      item: text,
      n,
      minRatings: minRatings.default(0),
      by: z.enum(['cosine', 'dot', 'euclid']).default('cosine'),
    }),
    answer: z.object({ modelVersion, item: rawId, similar: z.array(scored) }),
  },
  explain: {
    method: 'GET',
    path: '/api/explain',
    input: z.strictObject({ user: text, item: text }),
    answer: explanation.extend({ modelVersion }),
  },
  predict: {
    method: 'GET',
    path: '/api/predict',
    input: z.strictObject({ user: text, item: text }),
    answer: z.object({ modelVersion, score: z.number(), unknown: z.array(rawId) }),
  },
  digit: {
    method: 'POST',
    path: '/api/digit',
    input: z.strictObject({
      strokes: z
        .array(z.array(z.tuple([place, place])).min(1))
        .min(1)
        .max(100),
      model: z.enum(digitModels).optional(),
    }),
    answer: digitAnswerSchema,
  },
  training: {
    method: 'GET',
    path: '/api/training',
    input: none,
    answer: z.object({ modelVersion: z.int().nullable(), run: run.nullable() }),
  },
  train: {
    method: 'POST',
    path: '/api/training',
    input: recipeSchema.partial().extend({ serve: z.union([z.boolean(), z.stringbool()]).default(false) }),
    answer: started,
    changes: true,
  },
  findLr: {
    method: 'POST',
    path: '/api/training/find-lr',
    // The form that starts a training asks for this too: whether to serve has no meaning here.
    input: recipeSchema.partial().extend({ serve: z.unknown().optional() }),
    answer: started,
    changes: true,
  },
  weightDecay: {
    method: 'POST',
    path: '/api/training/weight-decay',
    input: none,
    answer: started,
    changes: true,
  },
  measureQuality: {
    method: 'POST',
    path: '/api/training/quality',
    input: none,
    answer: started,
    changes: true,
  },
  trainDigits: {
    method: 'POST',
    path: '/api/training/digits',
    input: digitRecipeSchema.partial(),
    answer: started,
    changes: true,
  },
  runs: { method: 'GET', path: '/api/runs', input: none, answer: z.object({ runs: z.array(run) }) },
  run: {
    method: 'GET',
    path: '/api/runs/{id}',
    input: z.strictObject({ id }),
    answer: run.extend({
      error: z.string().nullable(),
      points: z.array(z.array(z.number())),
      epochs: z.array(
        z.object({ epoch: z.int(), trainLoss: z.number(), validLoss: z.number(), seconds: z.number() }),
      ),
    }),
  },
  events: {
    method: 'GET',
    path: '/api/runs/{id}/events',
    input: z.strictObject({ id, after: numeric(z.int().min(0)).default(0) }),
    answer: 'text/event-stream',
  },
  cancel: {
    method: 'POST',
    path: '/api/runs/{id}/cancel',
    input: z.strictObject({ id }),
    answer: started,
    changes: true,
  },
  resume: {
    method: 'POST',
    path: '/api/runs/{id}/resume',
    input: z.strictObject({ id }),
    answer: started,
    changes: true,
  },
  promote: {
    method: 'POST',
    path: '/api/models/{version}/promote',
    input: z.strictObject({ version: id }),
    answer: z.object({ modelVersion: z.int() }),
    changes: true,
  },
  rollBack: {
    method: 'POST',
    path: '/api/models/roll-back',
    input: none,
    answer: z.object({ modelVersion: z.int() }),
    changes: true,
  },
  download: {
    method: 'GET',
    path: '/api/models/{version}/file',
    input: z.strictObject({ version: id }),
    answer: 'application/octet-stream',
  },
  health: {
    method: 'GET',
    path: '/healthz',
    input: none,
    answer: z.object({ status: z.literal('ok') }),
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    input: none,
    answer: z.object({
      status: z.literal('ready'),
      modelVersion: z.int(),
      /** Why the promoted model does not serve; null where it does. */
      problem: z.string().nullable(),
    }),
  },
} as const satisfies Readonly<Record<string, Operation>>

export type OperationName = keyof typeof operations
