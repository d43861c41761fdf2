/** The sum of the four lanes. */
@inline
export function total(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3)
}

/** a . b; `bytes` is a multiple of 32. */
@inline
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let even = f32x4.splat(0)
  let odd = f32x4.splat(0)
  for (let o: usize = 0; o < bytes; o += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + o), v128.load(b + o)))
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + o, 16), v128.load(b + o, 16)))
  }
  return total(f32x4.add(even, odd))
}

/** y += scale x; `bytes` is a multiple of 32. */
@inline
export function addScaled(y: usize, x: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale)
  for (let o: usize = 0; o < bytes; o += 32) {
    v128.store(y + o, f32x4.add(v128.load(y + o), f32x4.mul(scales, v128.load(x + o))))
    v128.store(y + o, f32x4.add(v128.load(y + o, 16), f32x4.mul(scales, v128.load(x + o, 16))), 16)
  }
}

/** y = x + scale y; `bytes` is a multiple of 32. */
@inline
export function scaleAndAdd(y: usize, scale: f32, x: usize, bytes: usize): void {
  const scales = f32x4.splat(scale)
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(y + o, f32x4.add(v128.load(x + o), f32x4.mul(scales, v128.load(y + o))))
  }
}

@inline
export function clear(y: usize, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(y + o, f32x4.splat(0))
}
