/**
 * About `most` of the items, evenly spread, with the first and the last. All of them where there are no more.
 */
export function thinned<Item>(items: readonly Item[], most = 1000): readonly Item[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!)
}
