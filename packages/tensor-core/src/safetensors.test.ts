import { describe, expect, it } from 'vitest'
import { OnecycleError } from './errors.ts'
import { ndArray, type NdArray } from './nd-array.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'

const file = {
  tensors: new Map<string, NdArray>([
    ['weight', ndArray(Float32Array.of(1, -2, 3.5, 4, 5, 6), [2, 3])],
    ['ids', ndArray(Int32Array.of(7, -8), [2])],
    ['pixels', ndArray(Uint8Array.of(9), [1])],
    ['none', ndArray(new Float32Array(0), [0, 4])],
  ]),
  metadata: { title: 'Wallace & Gromit – été' },
}
const bytes = encodeSafetensors(file)

/** A file with this header and `size` bytes after it. */
const withHeader = (header: unknown, size: number) => {
  const json = new TextEncoder().encode(JSON.stringify(header))
  const made = new Uint8Array(8 + json.length + size)
  new DataView(made.buffer).setBigUint64(0, BigInt(json.length), true)
  made.set(json, 8)
  return made
}
const f32 = (from: number, to: number, shape: unknown = [(to - from) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [from, to],
})

describe('safetensors', () => {
  it('reads back what it wrote, wherever the bytes stand', () => {
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    expect(decodeSafetensors(shifted.subarray(3))).toEqual(file)
  })

  it('refuses a file that is cut at any byte, with an error of its own', () => {
    for (let length = 0; length < bytes.length; length++) {
      let thrown: unknown
      try {
        decodeSafetensors(bytes.subarray(0, length))
      } catch (error) {
        thrown = error
      }
      expect(OnecycleError.is(thrown) && thrown.code, `cut at ${length}`).toBe('BAD_MODEL_FILE')
    }
  })

  it.each([
    ['a gap', { a: f32(4, 8) }, 8, 'starts at 4; expected 0'],
    ['an overlap', { a: f32(0, 8), b: f32(4, 12) }, 12, 'starts at 4; expected 8'],
    ['a wrong size', { a: f32(0, 8, [3]) }, 8, 'needs 12 bytes, but has 8'],
    ['an array beyond the end', { a: f32(0, 2 ** 40) }, 8, 'ends at byte 1099511627776'],
    ['trailing bytes', { a: f32(0, 4) }, 5, '1 bytes follow'],
    ['a negative side', { a: f32(0, 4, [-1]) }, 4, 'no valid shape'],
    ['an unknown type', { a: { ...f32(0, 4), dtype: 'constructor' } }, 4, 'has type constructor'],
    // String() of this throws: what it calls is no function.
    ['a type that cannot be a text', { a: { ...f32(0, 4), dtype: { toString: 1 } } }, 4, 'has type none'],
    ['no object', [], 0, 'not a JSON object'],
    ['metadata that is no map of texts', { __metadata__: { a: 1 } }, 0, 'metadata is not a map of texts'],
  ])('refuses %s', (_, header, size, message) => {
    expect(() => decodeSafetensors(withHeader(header, size))).toThrow(message)
  })

  it('refuses a header that claims more than there is before it allocates', () => {
    const huge = bytes.slice()
    new DataView(huge.buffer).setBigUint64(0, 2n ** 62n, true)
    expect(() => decodeSafetensors(huge)).toThrow('its header claims')
  })
})
