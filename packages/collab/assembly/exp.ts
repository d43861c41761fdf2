/** e^x to a relative error under 1e-11 for x from -700 to 700; 0 below, without a table. */
@inline
export function exp(x: f64): f64 {
  if (x < -700) return 0
  if (x > 700) x = 700
  // x = n ln 2 + r with |r| <= ln 2 / 2; then 2^n times the Taylor polynomial of e^r, in pairs, so that the
  // multiplications need not wait for each other.
  const n = nearest(x * 1.4426950408889634)
  const r = x - n * 0.6931471805599453
  const r2 = r * r
  const r4 = r2 * r2
  const low = 1 + r + (0.5 + r * (1.0 / 6)) * r2
  const middle = 1.0 / 24 + r * (1.0 / 120) + (1.0 / 720 + r * (1.0 / 5040)) * r2
  const high = 1.0 / 40320 + r * (1.0 / 362880)
  const sum = low + (middle + high * r4) * r4
  return sum * reinterpret<f64>((<i64>n + 1023) << 52)
}
