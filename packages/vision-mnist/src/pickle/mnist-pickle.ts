import { ndArray, type NdArray } from '@onecycle/tensor-core'
import { checkDigits, type DigitSet } from '../digit-set.ts'
import { badPickle } from './byte-reader.ts'
import { expectKind, type PickleValue } from './pickle-value.ts'
import { unpickle } from './unpickle.ts'

/** The three parts of the course's file. */
export interface MnistPickle {
  readonly train: DigitSet
  readonly valid: DigitSet
  readonly test: DigitSet
}

/**
 * Reads the course's `mnist.pkl`, unpacked: a Python pickle of three pairs (images `[n, 784]` in 0..1, labels
 * `[n]`) of numpy arrays, of protocol 1 to 5. It is read, not run: see `unpickle`.
 *
 * @throws OnecycleError `BAD_PICKLE` naming the opcode or global that is refused or the array that is wrong;
 *   `BAD_DIGITS` where values are no pixels or labels
 */
export function parseMnistPickle(bytes: Uint8Array): MnistPickle {
  const { items } = expectKind(unpickle(bytes), 'tuple', 'the whole')
  if (items.length !== 3) throw badPickle(`it has ${items.length} parts; expected train, valid and test`)
  const [train, valid, test] = (['train', 'valid', 'test'] as const).map((name, i) => pair(items[i], name))
  return { train: train!, valid: valid!, test: test! }
}

function pair(value: PickleValue | undefined, name: string): DigitSet {
  const { items } = expectKind(value, 'tuple', `the part ${name}`)
  if (items.length !== 2)
    throw badPickle(`the part ${name} has ${items.length} things; expected images and labels`)
  const images = floats(items[0], `the images of ${name}`)
  const labels = integers(items[1], `the labels of ${name}`)
  return checkDigits({ images, labels }, `mnist.pkl, ${name}`)
}

function floats(value: PickleValue | undefined, where: string): NdArray<Float32Array> {
  const { type, shape, bytes } = elements(value, where)
  // A copy (slice() of a Buffer is none): views of numbers have to start at a multiple of their size.
  if (type === 'f4') return ndArray(new Float32Array(new Uint8Array(bytes).buffer), shape)
  if (type === 'f8') return ndArray(Float32Array.from(new Float64Array(new Uint8Array(bytes).buffer)), shape)
  throw badPickle(`${where} are of type ${type}; expected f4 or f8`)
}

function integers(value: PickleValue | undefined, where: string): NdArray<Int32Array> {
  const { type, shape, bytes, length } = elements(value, where)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = {
    i8: (i: number) => Number(view.getBigInt64(8 * i, true)),
    i4: (i: number) => view.getInt32(4 * i, true),
    u1: (i: number) => view.getUint8(i),
  }[type]
  if (!read) throw badPickle(`${where} are of type ${type}; expected i8, i4 or u1`)
  return ndArray(
    Int32Array.from({ length }, (_, i) => read(i)),
    shape,
  )
}

/** An array's parts, its size checked against its bytes before anything is made of it. */
function elements(value: PickleValue | undefined, where: string) {
  const { parts } = expectKind(value, 'array', where)
  if (!parts) throw badPickle(`${where} were never filled`)
  const { dtype, shape, bytes } = parts
  const type = /^[fiu][1248]$/.exec(dtype.name)?.[0]
  if (!type || !'<=|'.includes(dtype.order)) {
    throw badPickle(`${where} are of type ${dtype.order}${dtype.name}; expected little-endian numbers`)
  }
  const length = shape.reduce((product, side) => product * side, 1)
  if (length * Number(type[1]) !== bytes.length) {
    throw badPickle(
      `${where} have shape (${shape.join(', ')}) of ${type}, which ${bytes.length} bytes do not fill`,
    )
  }
  return { type, shape, length, bytes }
}
