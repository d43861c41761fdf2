import { oneCycle } from '@onecycle/learner'
import type { Recipe } from '../lib/recipe.ts'

const steps = 120

/** The learning rate over a training, as an SVG path in a square of 100 with the maximum at the top. */
export function learningRateCurve({ lr: max }: Pick<Recipe, 'lr'>): string {
  const { lr } = oneCycle(max)
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const y = 100 - 96 * (lr(i, steps) / max)
    return `${((100 * i) / steps).toFixed(1)} ${y.toFixed(1)}`
  })
  return `M${points.join('L')}`
}
