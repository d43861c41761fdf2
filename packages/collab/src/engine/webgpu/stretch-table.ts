import type { Stretch } from '../dot-bias-engine.ts'
import { fillTables, stepsWidth, sumsWidth, type AdamConstants } from '../schedule-tables.ts'

/** Float32 a step: [log |product of w|, log product of b1, each high and low | F1 F2 sign 0 | c e w b1]. */
export const tableWidth = 12

/**
 * The tables of a stretch as the kernels read them: users' steps 0 to the last, then items' (once where one
 * layer group has both). Logarithms stand as two float32 each, so that differences keep their digits.
 */
export function stretchTable(stretch: Stretch, constants: AdamConstants): Float32Array {
  const { user, item } = stretch
  const sides = user === item ? [user] : [user, item]
  const length = user.length + 1
  const table = new Float32Array(sides.length * length * tableWidth)
  const steps = new Float64Array(length * stepsWidth)
  const sums = new Float64Array(length * sumsWidth)
  for (const [side, hypers] of sides.entries()) {
    fillTables(hypers, stretch.stepsBefore, constants, steps, sums)
    for (let t = 0; t < length; t++) {
      const at = (side * length + t) * tableWidth
      const [w, b1, block, f1, f2] = sums.subarray(t * sumsWidth, t * sumsWidth + 5) as unknown as number[]
      const logW = Math.log(Math.max(Math.abs(w!), 1e-300))
      const logB1 = Math.log(b1!) - block! * 500 * Math.LN2
      const lows = [logW, logB1].map((log) => log - Math.fround(log))
      table.set([logW, lows[0]!, logB1, lows[1]!, f1!, f2!, Math.sign(w!)], at)
      table.set(steps.subarray(t * stepsWidth, (t + 1) * stepsWidth), at + 8)
    }
  }
  return table
}
