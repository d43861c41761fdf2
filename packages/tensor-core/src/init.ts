import type { Generator } from './random.ts'

/** Uniform in +-1/sqrt(fanIn): PyTorch's start of Linear and Conv2d (kaiming-uniform with a = sqrt 5). */
export const kaimingUniform = (size: number, fanIn: number, rng: Generator): Float32Array => {
  const bound = 1 / Math.sqrt(fanIn)
  return Float32Array.from({ length: size }, () => (2 * rng.uniform() - 1) * bound)
}

/**
 * Normal with standard deviation sqrt(2 / fanIn), which keeps the size of activations through layers of
 * ReLU: fast.ai's start of a new head. (He and others, 2015.)
 */
export const kaimingNormal = (size: number, fanIn: number, rng: Generator): Float32Array => {
  const std = Math.sqrt(2 / fanIn)
  return Float32Array.from({ length: size }, () => rng.normal() * std)
}
