export interface Place {
  readonly x: number
  readonly y: number
}

/** The index of the place nearest to a point, among those that `within` lets pass; -1 where there is none. */
export function nearest(
  places: readonly Place[],
  { x, y }: Place,
  within: (dx: number, dy: number) => boolean,
): number {
  let best = -1
  let least = Infinity
  places.forEach((place, i) => {
    const dx = place.x - x
    const dy = place.y - y
    const distance = dx * dx + dy * dy
    if (distance < least && within(dx, dy)) [best, least] = [i, distance]
  })
  return best
}

/** What lies in the direction of an arrow key, y growing downwards. */
export const inDirection: Readonly<Record<string, (dx: number, dy: number) => boolean>> = {
  ArrowRight: (dx, dy) => dx > 0 && Math.abs(dy) <= dx,
  ArrowLeft: (dx, dy) => dx < 0 && Math.abs(dy) <= -dx,
  ArrowDown: (dx, dy) => dy > 0 && Math.abs(dx) <= dy,
  ArrowUp: (dx, dy) => dy < 0 && Math.abs(dx) <= -dy,
}
