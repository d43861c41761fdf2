import { z } from 'zod'

/** Which ratings a model was trained on: enough to open them again, and to say so on a page. */
export const datasetRecordSchema = z.object({
  kind: z.enum(['movielens-100k', 'movielens', 'sample']),
  name: z.string(),
  location: z.string(),
  citation: z.string().nullable(),
  users: z.int(),
  films: z.int(),
  ratings: z.int(),
  /** Why it is the sample and not MovieLens. */
  whySample: z.string().nullable(),
})

export type DatasetRecord = z.infer<typeof datasetRecordSchema>
