/**
 * out[ids[r], :] += x[r, :] for each row r. Ids outside the table are left out, as TensorFlow does.
 *
 * @param x `[rows, width]`
 * @param ids `[rows]`
 * @param out `[segments, width]`, changed in place
 */
export function addRows(x: Float32Array, ids: Int32Array, width: number, out: Float32Array): void {
  const segments = out.length / width
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!
    if (id < 0 || id >= segments) continue
    const to = id * width
    const from = row * width
    for (let k = 0; k < width; k++) out[to + k]! += x[from + k]!
  }
}
