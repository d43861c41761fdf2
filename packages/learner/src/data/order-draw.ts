import { Generator, type GeneratorState } from '@onecycle/tensor-core'

/** So many numbers are written down in the time that one takes to be drawn. */
const fillsInDraw = 8

/**
 * The random order of a pass while it is drawn, in stretches. A copy of the generator draws it: the generator itself
 * goes on only when the order is taken, so nobody else's draws depend on how far this one is.
 */
export class OrderDraw {
  readonly order: Uint32Array
  readonly #from: GeneratorState
  readonly #copy = new Generator(0)
  /** So many row numbers stand there, in the dataset's order: when all do, they are shuffled. */
  #filled = 0
  /** The places from here on are drawn. */
  #end: number

  /** @param order an array as long as the dataset, whatever is in it */
  constructor(generator: Generator, order: Uint32Array) {
    this.order = order
    this.#from = generator.state()
    this.#copy.restore(this.#from)
    this.#end = order.length
  }

  /** Whether the order is the one that this generator would draw now. */
  isNextOf(generator: Generator): boolean {
    return generator.state().every((value, i) => value === this.#from[i])
  }

  /** Goes on by so many places. */
  draw(places: number): void {
    const { order } = this
    const end = Math.min(order.length, this.#filled + fillsInDraw * places)
    const draws = places - Math.ceil((end - this.#filled) / fillsInDraw)
    for (let row = this.#filled; row < end; row++) order[row] = row
    this.#filled = end
    this.#end = this.#copy.shuffleStretch(order, this.#end, draws)
  }

  /** The whole order; the generator, which it must be next of, goes on to where it is drawn. */
  take(generator: Generator): Uint32Array {
    this.draw(2 * this.order.length)
    generator.restore(this.#copy.state())
    return this.order
  }
}
