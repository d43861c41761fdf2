import type { RowPart } from '../dot-bias-engine.ts'
import type { RowLayout } from './row-layout.ts'

/** The tables of some consecutive rows, each in a buffer that one binding can show to a kernel. */
export interface RowWindow {
  readonly firstRow: number
  readonly rows: number
  /** Float32 in one part of its rows. */
  readonly length: number
  readonly tables: Readonly<Record<RowPart, GPUBuffer>>
  /** What the kernels know of it: `struct Window`. */
  readonly range: GPUBuffer
}

/** As few windows for all rows as the limits of the card allow; one on most cards. */
export function rowWindows(device: GPUDevice, { rows, lanes }: RowLayout): RowWindow[] {
  const { maxStorageBufferBindingSize, maxBufferSize } = device.limits
  const rowLength = 4 * lanes
  const most = Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / (4 * rowLength))
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST } = GPUBufferUsage
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => {
    const first = i * most
    const end = Math.min(first + most, rows)
    const length = (end - first) * rowLength
    const table = (label: RowPart) =>
      device.createBuffer({ label, size: 4 * length, usage: STORAGE | COPY_SRC | COPY_DST })
    const range = device.createBuffer({ label: 'window', size: 16, usage: UNIFORM | COPY_DST })
    device.queue.writeBuffer(range, 0, Uint32Array.of(first, end))
    const tables = { p: table('p'), m: table('m'), v: table('v') }
    return { firstRow: first, rows: end - first, length, tables, range }
  })
}
