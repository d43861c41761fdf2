import { badPickle, printable } from './byte-reader.ts'
import { describe, expectKind } from './pickle-value.ts'
import type {
  NumpyArray,
  NumpyDtype,
  PickleBytes,
  PickleGlobal,
  PickleTuple,
  PickleValue,
} from './pickle-value.ts'

/** Everything a pickle may name. numpy 2 moved its inner modules, so two of them have two names. */
const globals: Readonly<Record<string, PickleGlobal['name']>> = {
  'numpy.core.multiarray._reconstruct': 'reconstruct',
  'numpy._core.multiarray._reconstruct': 'reconstruct',
  'numpy.core.numeric._frombuffer': 'frombuffer',
  'numpy._core.numeric._frombuffer': 'frombuffer',
  'numpy.ndarray': 'ndarray',
  'numpy.dtype': 'dtype',
  '_codecs.encode': 'encode',
}

const MOST_DIMENSIONS = 32

/** @throws OnecycleError `BAD_PICKLE` for any name but those that arrays need */
export function allowedGlobal(module: string, name: string): PickleGlobal {
  const full = `${module}.${name}`
  const found = Object.hasOwn(globals, full) ? globals[full] : undefined
  if (found) return { kind: 'global', name: found }
  throw badPickle(`it asks for ${full}, which arrays do not need; nothing was run`, { global: full })
}

/** What REDUCE would call, done here for the four functions that arrays need. */
export function construct({ name }: PickleGlobal, { items }: PickleTuple, budget: Budget): PickleValue {
  switch (name) {
    case 'reconstruct': {
      if (expectKind(items[0], 'global', '_reconstruct’s first argument').name !== 'ndarray') {
        throw badPickle('_reconstruct is asked for something that is no numpy.ndarray')
      }
      return { kind: 'array', parts: null }
    }
    case 'frombuffer': {
      const [bytes, dtype, shape, order] = items
      if (textOf(order, 'the order of an array') !== 'C') throw badPickle('an array is not in C order')
      return { kind: 'array', parts: arrayParts(shape, dtype, bytes) }
    }
    case 'dtype':
      return { kind: 'dtype', name: textOf(items[0], 'the name of a dtype'), order: '=' }
    case 'encode':
      return encodeLatin1(items, budget)
    case 'ndarray':
      throw badPickle('it calls numpy.ndarray, which no pickled array does')
  }
}

/** What BUILD would do: give an array its parts, or a dtype its byte order. */
export function build(target: PickleValue | undefined, { items }: PickleTuple): void {
  if (typeof target === 'object' && target?.kind === 'array') {
    const [, shape, dtype, isFortran, bytes] = items
    if (isFortran !== false && isFortran !== 0) throw badPickle('an array is not in C order')
    target.parts = arrayParts(shape, dtype, bytes)
  } else {
    const [, order, ...rest] = items
    if (rest.slice(0, 3).some((part) => part !== null)) throw badPickle('a dtype has fields or sub-arrays')
    expectKind(target, 'dtype', 'what BUILD completes').order = textOf(order, 'the byte order of a dtype')
  }
}

/** A short string, of Python 2 or 3. */
function textOf(value: PickleValue | undefined, where: string): string {
  return printable(expectKind(value, 'bytes', where).bytes)
}

function arrayParts(
  shape: PickleValue | undefined,
  dtype: PickleValue | undefined,
  data: PickleValue | undefined,
): NonNullable<NumpyArray['parts']> {
  const sides = expectKind(shape, 'tuple', 'the shape of an array').items
  const ofType: NumpyDtype = expectKind(dtype, 'dtype', 'the dtype of an array')
  const { bytes, isText }: PickleBytes = expectKind(data, 'bytes', 'the data of an array')
  if (isText) throw badPickle('the data of an array is text, not bytes')
  if (
    sides.length > MOST_DIMENSIONS ||
    !sides.every((side) => Number.isSafeInteger(side) && Number(side) >= 0)
  ) {
    throw badPickle(`an array has the shape (${sides.slice(0, 5).map(describe).join(', ')})`)
  }
  return { dtype: ofType, shape: sides as number[], bytes }
}

/** Bytes that may still be made anew; a file cannot ask for more than it is long, however often it repeats itself. */
export interface Budget {
  bytes: number
}

/** `_codecs.encode(text, 'latin1')`: how Python 3 writes bytes for readers of Python 2. */
function encodeLatin1(items: readonly PickleValue[], budget: Budget): PickleBytes {
  const { bytes: utf8, isText } = expectKind(items[0], 'bytes', 'what _codecs.encode encodes')
  const encoding = textOf(items[1], 'the encoding')
  if (!isText || encoding !== 'latin1')
    throw badPickle(`_codecs.encode is asked for ${encoding}; expected latin1 of a text`)
  budget.bytes -= utf8.length
  if (budget.bytes < 0) throw badPickle('it encodes the same text again and again')
  const bytes = new Uint8Array(utf8.length)
  let length = 0
  for (let i = 0; i < utf8.length; i++) {
    const byte = utf8[i]!
    if (byte < 0x80) {
      bytes[length++] = byte
      continue
    }
    // Latin-1 above 0x7f is 0xc2 or 0xc3 and one byte more in UTF-8.
    const next = utf8[++i] ?? 0
    if ((byte !== 0xc2 && byte !== 0xc3) || (next & 0xc0) !== 0x80) throw badPickle('a text is not Latin-1')
    bytes[length++] = ((byte & 3) << 6) | (next & 0x3f)
  }
  return { kind: 'bytes', isText: false, bytes: bytes.subarray(0, length) }
}
