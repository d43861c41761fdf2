/** e^x to a relative error of about 1e-14 for x from -700 to 700; 0 below, without a table. */
// @ts-ignore: decorator
@inline
export function exp(x: f64): f64 {
  if (x < -700) return 0
  if (x > 700) x = 700
  // x = n ln 2 + r with |r| <= ln 2 / 2; then 2^n times the Taylor polynomial of e^r.
  const n = nearest(x * 1.4426950408889634)
  const r = x - n * 0.6931471805599453
  let sum = 1 + r / 12
  sum = 1 + r * sum * (1.0 / 11)
  sum = 1 + r * sum * (1.0 / 10)
  sum = 1 + r * sum * (1.0 / 9)
  sum = 1 + r * sum * (1.0 / 8)
  sum = 1 + r * sum * (1.0 / 7)
  sum = 1 + r * sum * (1.0 / 6)
  sum = 1 + r * sum * (1.0 / 5)
  sum = 1 + r * sum * (1.0 / 4)
  sum = 1 + r * sum * (1.0 / 3)
  sum = 1 + r * sum * (1.0 / 2)
  sum = 1 + r * sum
  return sum * reinterpret<f64>((<i64>n + 1023) << 52)
}
