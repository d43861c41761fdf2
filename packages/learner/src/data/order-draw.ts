import { Generator, type GeneratorState } from '@onecycle/tensor-core'

/**
 * The random order of a pass while it is drawn, in stretches. A copy of the generator draws it: the generator itself
 * goes on only when the order is taken, so nobody else's draws depend on how far this one is.
 */
export class OrderDraw {
  readonly order: Uint32Array
  readonly #from: GeneratorState
  readonly #copy = new Generator(0)
  #end: number

  /** @param order all row numbers, in the dataset's order: it is drawn over them */
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

  draw(rows: number): void {
    this.#end = this.#copy.shuffleStretch(this.order, this.#end, rows)
  }

  /** The whole order; the generator, which it must be next of, goes on to where it is drawn. */
  take(generator: Generator): Uint32Array {
    this.draw(this.order.length)
    generator.restore(this.#copy.state())
    return this.order
  }
}
