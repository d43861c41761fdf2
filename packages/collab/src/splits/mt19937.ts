const SIZE = 624
const MIDDLE = 397

/**
 * The Mersenne Twister of Matsumoto and Nishimura (1998) with 32-bit output, seeded by one integer as numpy's
 * `RandomState(seed)` is: for splits that numpy made. For anything else `Generator` is the better source.
 *
 * @param seed an integer, 0 to 2^32 - 1
 * @returns a function that gives the next integer, uniform in [0, 2^32)
 * @example const next = mt19937(5489); next() // 3499211612
 */
export function mt19937(seed: number): () => number {
  const state = new Uint32Array(SIZE)
  state[0] = seed
  for (let i = 1; i < SIZE; i++) {
    const last = state[i - 1]!
    state[i] = Math.imul(1_812_433_253, last ^ (last >>> 30)) + i
  }
  let at = SIZE

  const twist = () => {
    for (let i = 0; i < SIZE; i++) {
      const y = (state[i]! & 0x8000_0000) | (state[(i + 1) % SIZE]! & 0x7fff_ffff)
      state[i] = state[(i + MIDDLE) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908_b0df : 0)
    }
    at = 0
  }

  return () => {
    if (at === SIZE) twist()
    let y = state[at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return (y ^ (y >>> 18)) >>> 0
  }
}
