import fc from 'fast-check'

const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.of(part))),
  )

const number = (size: number, value: bigint) => {
  const made = Buffer.alloc(8)
  made.writeBigUInt64LE(BigInt.asUintN(64, value))
  return made.subarray(0, size)
}

const GLOBALS = ['numpy.core.multiarray\n_reconstruct', 'numpy.core.numeric\n_frombuffer', 'numpy\nndarray', 'numpy\ndtype', '_codecs\nencode', 'os\nsystem', 'builtins\neval', '__proto__\nconstructor'] // prettier-ignore
const TEXTS = ['f4', 'i8', '<', 'C', 'latin1', 'numpy', 'dtype', '']

const length = fc.constantFrom(0n, 1n, 4n, 0xffn, 0x7fffffffn, 0xffffffffn, 2n ** 53n, 2n ** 64n - 1n)

/** One instruction of the machine that reads pickles, its arguments right or hostile. */
const opcode: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom('(', ')', 't', '\x85', '\x86', '\x87', 'N', '\x88', '\x89', 'R', 'b', '\x93', '\x94')
    .map((code) => bytes(code)),
  fc.nat(255).map((value) => bytes('K', value)),
  fc.tuple(fc.constantFrom('q', 'h'), fc.nat(5)).map(([code, key]) => bytes(code, key)),
  fc.constantFrom(...GLOBALS).map((name) => bytes(`c${name}\n`)),
  fc
    .tuple(fc.constantFrom('U', 'C', '\x8c'), fc.constantFrom(...TEXTS))
    .map(([code, text]) => bytes(code, text.length, text)),
  fc
    .tuple(fc.constantFrom('T', 'B', 'X'), length)
    .map(([code, value]) => Buffer.concat([bytes(code), number(4, value)])),
  fc
    .tuple(fc.constantFrom('\x8d', '\x8e', '\x96', '\x95'), length)
    .map(([code, value]) => Buffer.concat([bytes(code), number(8, value)])),
  fc.constantFrom('1', '-1', '00', '999999999999999', '1e9', '').map((digits) => bytes(`I${digits}\n`)),
  fc
    .uint8Array({ maxLength: 10 })
    .map((value) => bytes('\x8a', value.length, Buffer.from(value).toString('latin1'))),
  fc.nat(255).map((code) => bytes(code)),
)

/** Pickles that no pickler has written. */
export const pickledOpcodes: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.nat(6), fc.array(opcode, { maxLength: 40 }), fc.boolean())
  .map(
    ([protocol, opcodes, isEnded]) =>
      new Uint8Array(Buffer.concat([bytes('\x80', protocol), ...opcodes, bytes(isEnded ? '.' : '')])),
  )
