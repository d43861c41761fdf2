import { badPickle, printable } from './byte-reader.ts'

/** What stands on the stack. Bytes and texts are views into the file: nothing is copied while it is read. */
export type PickleValue =
  null | boolean | number | Mark | PickleBytes | PickleTuple | PickleGlobal | NumpyDtype | NumpyArray

export interface Mark {
  readonly kind: 'mark'
}

/** Python's bytes, Python 2's str (`isText` false), or the UTF-8 of a unicode string (`isText` true). */
export interface PickleBytes {
  readonly kind: 'bytes'
  readonly isText: boolean
  readonly bytes: Uint8Array
}

export interface PickleTuple {
  readonly kind: 'tuple'
  readonly items: readonly PickleValue[]
}

/** A name of one of the few things that arrays are made with. It stands for itself and is never looked up. */
export interface PickleGlobal {
  readonly kind: 'global'
  readonly name: 'reconstruct' | 'frombuffer' | 'ndarray' | 'dtype' | 'encode'
}

export interface NumpyDtype {
  readonly kind: 'dtype'
  /** numpy's letter and size: f4. */
  readonly name: string
  /** `<` little-endian, `>` big-endian, `=` the machine's own, `|` of no matter. */
  order: string
}

/** An array; its parts are null until BUILD brings them. */
export interface NumpyArray {
  readonly kind: 'array'
  parts: { readonly dtype: NumpyDtype; readonly shape: readonly number[]; readonly bytes: Uint8Array } | null
}

type Kind = Exclude<PickleValue, null | boolean | number>['kind']

/** @throws OnecycleError `BAD_PICKLE` where `value` is of another kind */
export function expectKind<K extends Kind>(
  value: PickleValue | undefined,
  kind: K,
  where: string,
): Extract<PickleValue, { kind: K }> {
  if (typeof value === 'object' && value !== null && value.kind === kind) {
    return value as Extract<PickleValue, { kind: K }>
  }
  throw badPickle(`${where} is ${describe(value)}; expected ${kind}`)
}

/** A value for a message. */
export function describe(value: PickleValue | undefined): string {
  if (typeof value !== 'object' || value === null) return String(value)
  if (value.kind === 'bytes') return `"${printable(value.bytes.subarray(0, 20))}"`
  return value.kind
}
