import type fc from 'fast-check'

/** A parser that is fed with inputs, most of them wrong. */
export interface Target {
  readonly name: string
  /** Whole inputs and broken ones: bytes of a good file with edits, and files built of hostile parts. */
  readonly inputs: fc.Arbitrary<Uint8Array>
  /** Reads the input, or throws a OnecycleError. */
  readonly parse: (input: Uint8Array) => unknown
}
