import { z } from 'zod'

/** Stars, by halves: 0.5 to 5. */
export const starSteps = Array.from({ length: 10 }, (_, i) => (i + 1) / 2)

/** How many opinions one visitor may keep. */
export const mostOpinions = 5000

export const ratingSchema = z.number().min(0.5).max(5).multipleOf(0.5)

/**
 * What a visitor makes of a film: stars, not seen (so it need not be asked about again), or hidden (so it is
 * not recommended).
 */
export const opinionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rated'), rating: ratingSchema }),
  z.object({ kind: z.literal('unseen') }),
  z.object({ kind: z.literal('hidden') }),
])

export type Opinion = z.infer<typeof opinionSchema>

const words = z.enum(['unseen', 'hidden', 'none'])

const stars = z
  .string()
  .regex(/^\d(\.5)?$/)
  .transform(Number)
  .pipe(ratingSchema)

/** A path of this site to go back to. */
const backSchema = z
  .string()
  .max(500)
  .regex(/^\/(?!\/)[^\\]*$/)

/** The form of a rating: a button's word, or else the stars. */
export const opinionForm = z
  .object({
    film: z.coerce.number().int().positive(),
    opinion: words.optional(),
    rating: stars.optional(),
    back: backSchema.optional(),
  })
  .transform(({ film, opinion, rating, back }) => ({ film, back, opinion: opinionOf(opinion, rating) }))
  .refine(({ opinion }) => opinion !== undefined, { error: 'no rating was chosen' })

function opinionOf(word: z.infer<typeof words> | undefined, rating: number | undefined) {
  if (word === 'none') return null
  if (word !== undefined) return { kind: word }
  return rating === undefined ? undefined : { kind: 'rated' as const, rating }
}
