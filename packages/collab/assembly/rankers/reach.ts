/** Adds up rows of `[rows, width]`: out = sum of those that `list` names, a row each; `bytes` is a multiple of 16. */
@inline
function sumRows(matrix: usize, bytes: usize, list: usize, end: usize, out: usize): void {
  memory.fill(out, 0, bytes)
  for (let at = list; at < end; at += 4) {
    const row = matrix + <usize>load<i32>(at) * bytes
    for (let o: usize = 0; o < bytes; o += 16) {
      v128.store(out + o, f32x4.add(v128.load(out + o), v128.load(row + o)))
    }
  }
}

/**
 * Columns target to target + 3 of X^T K X, for K `[side, side]` and a sparse X `[users, items]` of ones.
 *
 * @param usersOf int32 offsets of the items, then users; itemsOf offsets of the users, then items
 * @param sums room for 4 rows of K
 * @param out float32 `[items, 4]`
 */
export function reach(
  k: usize, side: i32, userOffsets: usize, users: usize, itemOffsets: usize, items: usize, userCount: i32,
  itemCount: i32, target: i32, sums: usize, out: usize,
): void {
  const bytes = <usize>side << 2
  for (let c = 0; c < 4; c++) {
    // Beyond the last item there is nothing to add up.
    const item = <usize>min(target + c, itemCount)
    const from = users + (<usize>load<i32>(userOffsets + (item << 2)) << 2)
    const to = target + c < itemCount ? users + (<usize>load<i32>(userOffsets + (item << 2), 4) << 2) : from
    sumRows(k, bytes, from, to, sums + <usize>c * bytes)
  }
  memory.fill(out, 0, <usize>itemCount << 4)
  for (let user: usize = 0; user < <usize>userCount; user++) {
    const at = sums + (user << 2)
    const first = f32x4.replace_lane(f32x4.splat(load<f32>(at)), 1, load<f32>(at + bytes))
    const third = f32x4.replace_lane(first, 2, load<f32>(at + 2 * bytes))
    const value = f32x4.replace_lane(third, 3, load<f32>(at + 3 * bytes))
    const to = items + (<usize>load<i32>(itemOffsets + (user << 2), 4) << 2)
    for (let i = items + (<usize>load<i32>(itemOffsets + (user << 2)) << 2); i < to; i += 4) {
      const place = out + (<usize>load<i32>(i) << 4)
      v128.store(place, f32x4.add(v128.load(place), value))
    }
  }
}
