import { endpoint } from '../../../server/api/endpoint.ts'
import { operations } from '../../../server/api/operations.ts'
import { readDigit } from '../../../server/digit-reader.ts'

/** Tells which digit a drawing shows. */
export const POST = endpoint(operations.digit, async ({ strokes, model }) => ({
  answer: await readDigit(strokes, model),
}))
