import { z } from 'zod'

export const themes = ['system', 'light', 'dark'] as const

export const themeSchema = z.enum(themes)

export type Theme = z.infer<typeof themeSchema>
