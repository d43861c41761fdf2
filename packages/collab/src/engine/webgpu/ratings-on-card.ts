import type { RatingColumns } from '../dot-bias-engine.ts'

/** Words of a rating: user, item, the bits of the float32 rating. */
const recordWords = 3

/** Some consecutive ratings, in a buffer that one binding can show to a kernel. */
export interface RatingWindow {
  readonly records: GPUBuffer
  /** Which ratings they are, first and end: `struct Window` of the kernels. */
  readonly range: GPUBuffer
}

/** All ratings of a dataset on the card, in as few windows as its limits allow. */
export class RatingsOnCard {
  readonly windows: readonly RatingWindow[]

  constructor(device: GPUDevice, { users, items, ratings }: RatingColumns) {
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits
    const recordBytes = 4 * recordWords
    const most = Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / recordBytes)
    const { STORAGE, UNIFORM } = GPUBufferUsage
    const filled = (label: string, size: number, usage: number, fill: (memory: ArrayBuffer) => void) => {
      const buffer = device.createBuffer({ label, size, usage, mappedAtCreation: true })
      fill(buffer.getMappedRange())
      buffer.unmap()
      return buffer
    }
    this.windows = Array.from({ length: Math.ceil(ratings.length / most) }, (_, i) => {
      const first = i * most
      const end = Math.min(first + most, ratings.length)
      const records = filled('ratings', (end - first) * recordBytes, STORAGE, (memory) => {
        const words = new Int32Array(memory)
        const values = new Float32Array(memory)
        for (let row = first, at = 0; row < end; row++, at += recordWords) {
          words[at] = users[row]!
          words[at + 1] = items[row]!
          values[at + 2] = ratings[row]!
        }
      })
      const range = filled('window', 16, UNIFORM, (memory) => new Uint32Array(memory).set([first, end]))
      return { records, range }
    })
  }

  dispose(): void {
    for (const { records, range } of this.windows) for (const buffer of [records, range]) buffer.destroy()
  }
}
