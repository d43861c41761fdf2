/**
 * out[ids[r], :] += x[r, :]; out `[segments, width]` starts at zero, x `[rows, width]`, ids `[rows]` int32.
 * Ids outside the table are left out.
 */
export function segmentSum(rows: i32, width: i32, segments: i32, x: usize, ids: usize, out: usize): void {
  memory.fill(out, 0, (<usize>segments * width) << 2)
  const wide = width & ~3
  for (let row = 0; row < rows; row++) {
    const id = load<i32>(ids + ((<usize>row) << 2))
    if (id < 0 || id >= segments) continue
    const from = x + ((<usize>row * width) << 2)
    const to = out + ((<usize>id * width) << 2)
    let k = 0
    for (; k < wide; k += 4) {
      const at = (<usize>k) << 2
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
    }
    for (; k < width; k++) {
      const at = (<usize>k) << 2
      store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at))
    }
  }
}
