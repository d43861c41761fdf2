import { z } from 'zod'
import { digitModels } from './digit-recipe.ts'

/** What a model makes of a drawing. */
export const digitAnswerSchema = z.object({
  /** The training that made the model. */
  run: z.int(),
  model: z.enum(digitModels),
  /** The most likely. */
  digit: z.int(),
  probabilities: z.array(z.number()).length(10),
  /** What the model was shown: 28 x 28, 0 (paper) to 1 (ink). */
  image: z.array(z.number()).length(784),
  /** What comes out of each of its layers: `count` pictures of `height` x `width`, one after the other. */
  layers: z.array(
    z.object({
      name: z.string(),
      count: z.int(),
      height: z.int(),
      width: z.int(),
      values: z.array(z.number()),
    }),
  ),
  /** How long the model took, activations included. */
  milliseconds: z.number(),
})

export type DigitAnswer = z.infer<typeof digitAnswerSchema>
