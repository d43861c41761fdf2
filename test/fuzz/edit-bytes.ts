import fc from 'fast-check'

/** Numbers at which lengths and offsets go wrong. */
const EDGES = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
]

type Edit = (bytes: Buffer) => Buffer

const place = fc.nat({ max: 2 ** 30 })

const flipBit = fc.tuple(place, fc.nat(7)).map(([at, bit]): Edit => (bytes) => {
  if (bytes.length > 0) bytes[at % bytes.length]! ^= 1 << bit
  return bytes
})

const setByte = fc.tuple(place, fc.nat(255)).map(([at, value]): Edit => (bytes) => {
  if (bytes.length > 0) bytes[at % bytes.length] = value
  return bytes
})

const setNumber = fc
  .tuple(place, fc.constantFrom(...EDGES), fc.constantFrom(2, 4, 8), fc.boolean())
  .map(([at, value, size, isLittle]): Edit => (bytes) => {
    const number = Buffer.alloc(8)
    number.writeBigUInt64LE(BigInt.asUintN(8 * size, value))
    const used = number.subarray(0, size)
    bytes.set(
      (isLittle ? used : used.reverse()).subarray(0, bytes.length),
      at % Math.max(1, bytes.length - size + 1),
    )
    return bytes
  })

const cut = place.map(
  (at): Edit =>
    (bytes) =>
      bytes.subarray(0, at % (bytes.length + 1)),
)

const insert = fc.tuple(place, fc.uint8Array({ maxLength: 16 })).map(([at, more]): Edit => (bytes) => {
  const from = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, from), more, bytes.subarray(from)])
})

const remove = fc.tuple(place, fc.nat(64)).map(([at, length]): Edit => (bytes) => {
  const from = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)])
})

const repeat = fc.tuple(place, fc.nat(64), fc.nat(20)).map(([at, length, times]): Edit => (bytes) => {
  const from = at % (bytes.length + 1)
  const piece = bytes.subarray(from, from + length)
  return Buffer.concat([
    bytes.subarray(0, from),
    ...Array.from({ length: times }, () => piece),
    bytes.subarray(from),
  ])
})

const edit = fc.oneof(flipBit, setByte, setNumber, cut, insert, remove, repeat)

/** One of the files with up to six edits of its bytes; shrinks towards none. */
export const editedBytes = (files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(fc.constantFrom(...files), fc.array(edit, { maxLength: 6 }))
    .map(
      ([file, edits]) =>
        new Uint8Array(edits.reduce<Buffer>((bytes, change) => change(bytes), Buffer.from(file))),
    )
