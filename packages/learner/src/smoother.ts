/**
 * Exponentially weighted average with bias correction: avg <- beta avg + (1 - beta) x, read as
 * avg / (1 - beta^n). It is smoother than its input, and lags behind it by some 1 / (1 - beta) values.
 */
export class Smoother {
  readonly #beta: number
  #average = 0
  #weight = 1

  /** @param beta default 0.98, fast.ai's */
  constructor(beta = 0.98) {
    this.#beta = beta
  }

  /** Takes the next value in and returns the average so far. */
  add(value: number): number {
    this.#average = this.#beta * this.#average + (1 - this.#beta) * value
    this.#weight *= this.#beta
    return this.#average / (1 - this.#weight)
  }
}
