import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Generator, OnecycleError } from '@onecycle/tensor-core'
import { parseMnistPickle } from './mnist-pickle.ts'

const folder = new URL('../../fixtures/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.pkl'))
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(name, folder)) // a Buffer, as users have it

/** What make_pickles.py puts into part `which`. */
const images = (which: number, rows: number) =>
  Float32Array.from(
    { length: rows * 784 },
    (_, at) => ((Math.floor(at / 784) * 7 + (at % 784) + which) % 256) / 256,
  )
const labels = (which: number, rows: number) => Int32Array.from({ length: rows }, (_, i) => (i + which) % 10)

/** Bytes from texts (each character a byte) and numbers. */
const pickle = (...parts: (string | number)[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : [part])),
  )

function failureOf(bytes: Uint8Array): OnecycleError {
  try {
    parseMnistPickle(bytes)
  } catch (error) {
    if (OnecycleError.is(error)) return error
    throw error
  }
  return expect.fail('it was read')
}

describe('the pickle of digits', () => {
  it('is there from Python 2 and 3', () => expect(files).toHaveLength(7))

  it.each(files)('%s is read as numpy wrote it', (name) => {
    const { train, valid, test } = parseMnistPickle(bytesOf(name))
    for (const [which, { part, rows }] of [
      { part: train, rows: 3 },
      { part: valid, rows: 2 },
      { part: test, rows: 1 },
    ].entries()) {
      expect(part.images).toEqual({ data: images(which, rows), shape: [rows, 784] })
      expect(part.labels).toEqual({ data: labels(which, rows), shape: [rows] })
    }
  })

  it.each(['python2-protocol2.pkl', 'python3-protocol2.pkl', 'python3-protocol5.pkl'])(
    '%s is refused when it is cut at any byte',
    (name) => {
      const bytes = bytesOf(name)
      for (let length = 0; length < bytes.length; length++) {
        expect(failureOf(bytes.subarray(0, length)).code).toBe('BAD_PICKLE')
      }
    },
  )

  it.each(files)('%s with flipped bits is read or refused, and fails in no other way', (name) => {
    const bytes = bytesOf(name)
    const rng = new Generator(1)
    let refused = 0
    for (let trial = 0; trial < 1_500; trial++) {
      const broken = Uint8Array.from(bytes)
      // Half of the flips near the opcodes, which are few among the pixels.
      const at = trial % 2 ? rng.integer(bytes.length) : rng.integer(200)
      broken[at]! ^= 1 << rng.integer(8)
      try {
        parseMnistPickle(broken)
      } catch (error) {
        if (!OnecycleError.is(error)) throw error
        refused++
      }
    }
    expect(refused).toBeGreaterThan(300)
  })
})

describe('a hostile pickle', () => {
  it.each<[string, Uint8Array, string]>([
    ['GLOBAL and REDUCE', pickle('cos\nsystem\n(S"true"\ntR.'), 'os.system'],
    ['GLOBAL of posix', pickle(0x80, 2, 'cposix\nsystem\n'), 'posix.system'],
    [
      'STACK_GLOBAL',
      pickle(0x80, 4, 0x8c, 2, 'os', 0x8c, 6, 'system', 0x93, 0x8c, 4, 'true', 0x85, 'R.'),
      'os.system',
    ],
    ['eval', pickle(0x80, 2, 'c__builtin__\neval\n'), '__builtin__.eval'],
    ['a name like ours', pickle('cnumpy.core.multiarray\nscalar\n'), 'numpy.core.multiarray.scalar'],
    ['a name of Object’s', pickle('cconstructor\nname\n'), 'constructor.name'],
    ['INST', pickle('(S"true"\nios\nsystem\n.'), 'opcode STRING'],
    ['INST without arguments', pickle('(ios\nsystem\n.'), 'opcode INST at byte 1'],
    ['OBJ', pickle('(cnumpy\ndtype\no.'), 'opcode OBJ at byte 14'],
    ['NEWOBJ', pickle(0x80, 2, 'cnumpy\nndarray\n)', 0x81, '.'), 'opcode NEWOBJ'],
    ['NEWOBJ_EX', pickle(0x80, 4, 0x92), 'opcode NEWOBJ_EX'],
    ['EXT1', pickle(0x80, 2, 0x82, 1), 'opcode EXT1'],
    ['PERSID', pickle('Pname\n.'), 'opcode PERSID'],
    ['a buffer out of band', pickle(0x80, 5, 0x97), 'opcode NEXT_BUFFER'],
    ['no opcode at all', pickle(0xff), 'opcode 0xff at byte 0'],
  ])('with %s is refused by name', (_, bytes, name) => {
    const failure = failureOf(bytes)
    expect(failure.code).toBe('BAD_PICKLE')
    expect(failure.message).toContain(name)
    expect(failure.message).toContain('nothing was run')
  })

  const claims = (opcode: number, size: number) =>
    pickle(opcode, ...[0, 8, 16, 24].map((shift) => (size >> shift) & 255), 'abc')
  it.each<[string, Uint8Array, string]>([
    ['2 GB of BINSTRING', claims(0x54, 0x7fffffff), '2147483647 bytes should follow byte 5'],
    ['4 GB of BINUNICODE', claims(0x58, -1), '4294967295 bytes should follow byte 5'],
    ['2^63 of BYTEARRAY8', pickle(0x96, 0, 0, 0, 0, 0, 0, 0, 0x80), 'bytes should follow byte 9'],
    [
      'a frame beyond the end',
      pickle(0x80, 4, 0x95, 255, 0, 0, 0, 0, 0, 0, 0),
      'a frame claims 255 bytes, but 0 are left',
    ],
    ['a line without end', pickle('c', 'a'.repeat(1e6)), 'does not end within 100 bytes'],
    ['an integer of 255 bytes', pickle(0x8a, 255, '\x01'.repeat(255)), 'an integer has 255 bytes'],
    ['protocol 9', pickle(0x80, 9), 'it is of protocol 9'],
    ['a recall of nothing', pickle('h', 7), 'it recalls value 7'],
    ['an empty stack', pickle('R'), 'from its empty stack'],
    ['two values', pickle('NN.'), 'it ends with 2 values'],
    ['bytes that follow', pickle('N.N'), '1 bytes follow its end'],
    ['a million marks', pickle('('.repeat(1e6)), 'more than 1000 values are on its stack'],
    [
      'a memo of everything',
      pickle(0x80, 4, 'N', '\x94'.repeat(1e5)),
      'more than 10000 values are in its memo',
    ],
    ['a number for what is called', pickle('K\x01)R.'), 'what REDUCE calls is 1; expected global'],
    ['a call of ndarray', pickle('cnumpy\nndarray\n)R.'), 'calls numpy.ndarray'],
    ['a tuple of two', pickle('NN\x86.'), 'it has 2 parts; expected train, valid and test'],
    ['a number for all', pickle('K\x01.'), 'the whole is 1; expected tuple'],
  ])('with %s is refused', (_, bytes, message) => {
    const failure = failureOf(bytes)
    expect(failure.code).toBe('BAD_PICKLE')
    expect(failure.message).toContain(message)
  })

  it('cannot grow by encoding one text again and again', () => {
    const text = 'x'.repeat(60_000)
    const size = [0, 8, 16, 24].map((shift) => (text.length >> shift) & 255)
    const again = 'h\x00h\x01h\x02\x86R' // encode(text, "latin1")
    const bytes = pickle(
      'c_codecs\nencode\nq\x00',
      'X',
      ...size,
      text,
      'q\x01',
      'X\x06\x00\x00\x00latin1q\x02',
      again.repeat(500),
    )
    expect(failureOf(bytes).message).toContain('encodes the same text again and again')
  })

  it('cannot grow by tuples of itself', () => {
    // Each tuple holds the one before twice: 2^900 leaves, if anyone counted them.
    const bytes = pickle('Nq\x00', 'h\x00h\x00\x86q\x00'.repeat(200), '.')
    expect(failureOf(bytes).message).toMatch(/values; expected one|expected train/)
  })

  it('cannot claim a shape that its bytes do not fill', () => {
    const bytes = bytesOf('python2-protocol2.pkl')
    const rows = Buffer.from(bytes).indexOf(Buffer.from('K\x03M\x10\x03\x86', 'latin1')) + 1
    expect(failureOf(bytes.with(rows, 200)).message).toBe(
      'cannot read the pickle: the images of train have shape (200, 784) of f4, which 9408 bytes do not fill',
    )
  })

  it('cannot bring pixels and labels out of range', () => {
    const bytes = bytesOf('python2-protocol2.pkl')
    const pixels = Buffer.from(bytes).indexOf('T') + 5
    expect(failureOf(bytes.with(pixels + 3, 0x7f)).message).toContain(
      'mnist.pkl, train: pixel 0 of image 0 is ',
    )
    const label = Buffer.from(bytes).indexOf(Buffer.from('U\x18', 'latin1')) + 2
    expect(failureOf(bytes.with(label, 10)).message).toBe('mnist.pkl, train: label 0 is 10; expected 0 to 9')
  })
})
