/** A dot of a plot, from the left and from the top, 0 to 1. */
export interface PlacedDot {
  readonly x: number
  readonly y: number
  /** One of four sizes, 0 to 3. */
  readonly size: number
  /** A class that colours it. */
  readonly look: string
}

/** Dots as a path for each look and size: a thousand of them cost the browser a few elements. */
export function Dots({ dots }: { readonly dots: readonly PlacedDot[] }) {
  const groups = new Map<string, PlacedDot[]>()
  for (const dot of dots) {
    const name = `dots dots-${dot.size} ${dot.look}`
    const group = groups.get(name)
    if (group) group.push(dot)
    else groups.set(name, [dot])
  }
  return [...groups].map(([name, group]) => <path key={name} className={name} d={pathOf(group)} />)
}

/** Lines of no length, which round caps make dots: of one size however the plot is stretched. */
export const pathOf = (dots: readonly { readonly x: number; readonly y: number }[]) =>
  dots.map(({ x, y }) => `M${percent(x)} ${percent(y)}h.001`).join('')

export const percent = (share: number) => (100 * share).toFixed(2)
