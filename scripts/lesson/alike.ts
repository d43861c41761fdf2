const number = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g

/**
 * Whether two texts are the same but for rounding, which differs from machine to machine: a number with decimals
 * may be off by two hundredths of itself or by one unit of its last place. Integers count things and are exact.
 *
 * @param distance what any number may be off by; for pictures, in pixels. Default 0
 */
export function alike(expected: string, actual: string, distance = 0): boolean {
  if (expected.replace(number, '#') !== actual.replace(number, '#')) return false
  const found = numbersOf(actual)
  return numbersOf(expected).every((wanted, i) => {
    const off = Math.abs(Number(wanted) - Number(found[i]))
    return off <= Math.max(distance, tolerance(wanted)) * 1.0001
  })
}

const numbersOf = (text: string): string[] => text.match(number) ?? []

function tolerance(printed: string): number {
  const places = /\.(\d+)/.exec(printed)?.[1]?.length
  return places === undefined ? 0 : Math.max(0.02 * Math.abs(Number(printed)), 10 ** -places)
}
