import { OnecycleError } from './errors.ts'

/** Everything a {@link Generator} needs to go on where it stopped: plain numbers, safe in JSON. */
export type GeneratorState = readonly [
  a: number,
  b: number,
  c: number,
  counter: number,
  spareNormal: number | null,
]

/**
 * A seeded source of random numbers: the same seed gives the same numbers on every machine.
 *
 * sfc32 (Chris Doty-Humphrey's small fast counting generator, PractRand): 128 bits of state, period at
 * least 2^32. There is no ambient randomness in onecycle: whoever needs chance is handed a generator.
 *
 * @param seed an integer, 0 to 2^53 - 1
 * @throws OnecycleError `BAD_SEED`
 */
export class Generator {
  #a: number
  #b: number
  #c: number
  #counter: number
  #spareNormal: number | null = null

  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new OnecycleError('BAD_SEED', `seed is ${seed}; expected an integer from 0 to 2^53 - 1`, { seed })
    }
    this.#a = 0
    this.#b = seed | 0
    this.#c = Math.floor(seed / 2 ** 32) | 0
    this.#counter = 1
    for (let i = 0; i < 15; i++) this.uint32()
  }

  /** An integer, uniform in [0, 2^32). */
  uint32(): number {
    const t = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    this.#c |= 0
    return t >>> 0
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }

  /** An integer, uniform in [0, n), without modulo bias. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new OnecycleError('BAD_RANGE', `integer(${n}): expected an integer from 1 to 2^32`, { n })
    }
    for (;;) {
      const drawn = reduced(this.uint32(), n)
      if (drawn >= 0) return drawn
    }
  }

  /** Normal with mean 0 and standard deviation 1 (Marsaglia's polar method). */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal
      this.#spareNormal = null
      return spare
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const r = x * x + y * y
      if (r >= 1 || r === 0) continue
      const scale = Math.sqrt((-2 * Math.log(r)) / r)
      this.#spareNormal = y * scale
      return x * scale
    }
  }

  /** The numbers 0 to n - 1 in random order. */
  permutation(n: number): Uint32Array {
    const numbers = new Uint32Array(n)
    for (let i = 0; i < n; i++) numbers[i] = i
    return this.shuffle(numbers)
  }

  /** Puts an array's numbers in random order, in place (Fisher and Yates, from the last place to the first). */
  shuffle(numbers: Uint32Array): Uint32Array {
    this.shuffleStretch(numbers, numbers.length, numbers.length)
    return numbers
  }

  /**
   * A stretch of {@link shuffle}, for who has other work to do in between: fills the `count` places before `end`,
   * where those from `end` on are filled.
   *
   * @returns the `end` of the next stretch; at 1 all is done
   */
  shuffleStretch(numbers: Uint32Array, end: number, count: number): number {
    const stop = Math.max(1, end - count)
    // Drawn ahead of the swaps, so that the processor can wait for many places of a long array at once.
    const drawn = new Uint32Array(Math.max(0, Math.min(end - stop, 4096)))
    for (let i = end - 1; i >= stop;) {
      const draws = Math.min(drawn.length, i - stop + 1)
      this.#drawBelow(i + 1, drawn, draws)
      for (let k = 0; k < draws; k++, i--) {
        const j = drawn[k]!
        const swapped = numbers[i]!
        numbers[i] = numbers[j]!
        numbers[j] = swapped
      }
    }
    return stop
  }

  /** `integer(n)`, `integer(n - 1)`, ... as they would come; with the state in variables they take a third of the time. */
  #drawBelow(n: number, into: Uint32Array, count: number): void {
    let a = this.#a
    let b = this.#b
    let c = this.#c
    let counter = this.#counter
    for (let k = 0; k < count;) {
      const t = (a + b + counter) | 0
      counter = (counter + 1) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = (((c << 21) | (c >>> 11)) + t) | 0
      const drawn = reduced(t >>> 0, n - k)
      if (drawn >= 0) into[k++] = drawn
    }
    this.#a = a
    this.#b = b
    this.#c = c
    this.#counter = counter
  }

  /** A generator of its own, seeded from this one: for a part whose draws should not shift those of others. */
  fork(): Generator {
    return new Generator(this.uint32() * 2 ** 21 + (this.uint32() >>> 11))
  }

  state(): GeneratorState {
    return [this.#a, this.#b, this.#c, this.#counter, this.#spareNormal]
  }

  restore(state: GeneratorState): void {
    ;[this.#a, this.#b, this.#c, this.#counter, this.#spareNormal] = state
  }
}

/** An integer below n from 32 random bits; -1 for the few that would favour some: draw again. */
function reduced(bits: number, n: number): number {
  // Lemire's method (2019): the high half of a 64-bit product, without a division but for the rare rejection.
  // Beyond 2^21 the product would not be exact.
  if (n <= 2 ** 21) {
    const product = bits * n
    const drawn = Math.floor(product / 2 ** 32)
    const low = product - drawn * 2 ** 32
    return low >= n || low >= 2 ** 32 % n ? drawn : -1
  }
  // The remainder by a division, which is exact here and faster than `%`; bits are seldom near the end.
  return bits < 2 ** 32 - n || bits < 2 ** 32 - (2 ** 32 % n) ? bits - Math.floor(bits / n) * n : -1
}
