import type { Place } from './nearest.ts'

/** Whether a place lies within a closed line: a ray from it crosses the line an odd number of times. */
export function isWithin(line: readonly Place[], { x, y }: Place): boolean {
  let within = false
  line.forEach((a, i) => {
    const b = line[(i + 1) % line.length]!
    const crosses = a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)
    if (crosses) within = !within
  })
  return within
}
