import { z } from 'zod'

/** A column that holds JSON. */
export const json = z.string().transform((text): unknown => JSON.parse(text))

/** A column that holds 0 or 1. */
export const flag = z.int().transform((value) => value === 1)

/** A column that holds milliseconds since 1970. */
export const time = z.int().transform((milliseconds) => new Date(milliseconds))
