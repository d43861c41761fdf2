const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

/**
 * Numbers as a line of block characters: the least is ▁, the largest █. More than `width` numbers are averaged
 * over `width` equal stretches.
 */
export function sparkline(values: readonly number[], width = 48): string {
  const heights = stretches(values, width)
  const least = Math.min(...heights)
  const range = Math.max(...heights) - least
  const block = (height: number) =>
    blocks[range > 0 ? Math.round(((height - least) / range) * (blocks.length - 1)) : 0]!
  return heights.map(block).join('')
}

function stretches(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values
  return Array.from({ length: width }, (_, i) => {
    const from = Math.floor((i * values.length) / width)
    const stretch = values.slice(from, Math.floor(((i + 1) * values.length) / width))
    return stretch.reduce((sum, value) => sum + value, 0) / stretch.length
  })
}
