import { backendNames } from '@onecycle/tensor-core'
import { z } from 'zod'

/** `dot-bias` is the lesson's model; `network` the lesson's other one, a small network on two embeddings. */
export const modelKinds = ['dot-bias', 'network'] as const

/** Which ratings are held out: a random share, the rows the lesson held out, the newest, or one of each user. */
export const splits = ['numpy', 'random', 'time', 'leave-one-out'] as const

/**
 * `auto`: whatever trains fastest here. Otherwise a backend by name, on which TensorFlow.js trains a network; dot-bias
 * trains by its own engine, on the card with `webgpu` and on the CPU with `wasm` and `cpu`; with `tensorflow` it is differentiated, too.
 */
export const devices = ['auto', ...backendNames] as const

/** A number, which a form or an address holds as text. */
export const numeric = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema)

/** What a training may be asked to do, and how much of it at most. */
export const recipeSchema = z.strictObject({
  model: z.enum(modelKinds),
  epochs: numeric(z.int().min(1).max(50)),
  lr: numeric(z.number().positive().max(1)),
  nFactors: numeric(z.int().min(1).max(500)),
  wd: numeric(z.number().min(0).max(10)),
  batchSize: numeric(z.int().min(8).max(8192)),
  split: z.enum(splits),
  validPct: numeric(z.number().min(0.01).max(0.9)),
  seed: numeric(z.int().min(0).max(4_294_967_295)),
  device: z.enum(devices),
})

export type Recipe = z.infer<typeof recipeSchema>

/** The recipe of fast.ai's lesson 5, on the rows that it held out. */
export const lessonRecipe: Recipe = {
  model: 'dot-bias',
  epochs: 5,
  lr: 5e-3,
  nFactors: 40,
  wd: 0.1,
  batchSize: 64,
  split: 'numpy',
  validPct: 0.1,
  seed: 42,
  device: 'auto',
}
