import type { Generator } from '@onecycle/tensor-core'

/**
 * A draw from the beta distribution Beta(a, b), in [0, 1]: X / (X + Y) of two gamma draws.
 *
 * It divides in logarithms, for with small parameters both draws may be too small for a float.
 */
export function drawBeta(rng: Generator, a: number, b: number): number {
  const x = drawLogGamma(rng, a)
  const y = drawLogGamma(rng, b)
  return 1 / (1 + Math.exp(y - x))
}

/**
 * The logarithm of a draw from Gamma(shape, 1) (Marsaglia and Tsang 2000), whose rejection needs a shape of at
 * least 1: log Gamma(shape) = log Gamma(shape + 1) + log(uniform) / shape.
 */
function drawLogGamma(rng: Generator, shape: number): number {
  if (shape < 1) return drawLogGamma(rng, shape + 1) + Math.log(1 - rng.uniform()) / shape
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = rng.normal()
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(1 - rng.uniform()) < z ** 2 / 2 + d * (1 - v + Math.log(v))) return Math.log(d * v)
  }
}
