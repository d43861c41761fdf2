/** A copy of a typed array with room for `length` values, zeros after its own. */
export function grow<Values extends Int32Array | Uint32Array | Float32Array | Float64Array>(
  values: Values,
  length = Math.max(1_024, values.length * 2),
): Values {
  const larger = new (values.constructor as new (length: number) => Values)(length)
  larger.set(values)
  return larger
}
