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

/** The sums of four vectors, as four lanes. */
@inline
export function totals(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7))
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7))
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7))
}

/** a . x, b . x, c . x and d . x, as four lanes; `bytes` is a multiple of 16. */
@inline
export function dotFour(a: usize, b: usize, c: usize, d: usize, x: usize, bytes: usize): v128 {
  let inA = f32x4.splat(0), inB = f32x4.splat(0), inC = f32x4.splat(0), inD = f32x4.splat(0)
  for (let o: usize = 0; o < bytes; o += 16) {
    const v = v128.load(x + o)
    inA = f32x4.add(inA, f32x4.mul(v128.load(a + o), v))
    inB = f32x4.add(inB, f32x4.mul(v128.load(b + o), v))
    inC = f32x4.add(inC, f32x4.mul(v128.load(c + o), v))
    inD = f32x4.add(inD, f32x4.mul(v128.load(d + o), v))
  }
  return totals(inA, inB, inC, inD)
}

/** y += a, b, c and d, scaled by the four lanes; `bytes` is a multiple of 16. */
@inline
export function addFour(y: usize, a: usize, b: usize, c: usize, d: usize, scales: v128, bytes: usize): void {
  const ofA = f32x4.splat(f32x4.extract_lane(scales, 0))
  const ofB = f32x4.splat(f32x4.extract_lane(scales, 1))
  const ofC = f32x4.splat(f32x4.extract_lane(scales, 2))
  const ofD = f32x4.splat(f32x4.extract_lane(scales, 3))
  for (let o: usize = 0; o < bytes; o += 16) {
    const ab = f32x4.add(f32x4.mul(ofA, v128.load(a + o)), f32x4.mul(ofB, v128.load(b + o)))
    const cd = f32x4.add(f32x4.mul(ofC, v128.load(c + o)), f32x4.mul(ofD, v128.load(d + o)))
    v128.store(y + o, f32x4.add(v128.load(y + o), f32x4.add(ab, cd)))
  }
}
