import { OnecycleError } from './errors.ts'

/** A side of a shape: how long it must be, how long at least, or a name for one of any length. */
export type ExpectedSide = number | { readonly min: number; toString(): string } | string

export const atLeast = (min: number): ExpectedSide => ({ min, toString: () => `>=${min}` })

/** `[64, 3]`, as messages and tables print shapes. */
export const printShape = (shape: readonly ExpectedSide[]): string => `[${shape.map(String).join(', ')}]`

const fits = (side: number, expected: ExpectedSide): boolean =>
  typeof expected === 'string' || (typeof expected === 'number' ? side === expected : side >= expected.min)

/**
 * Checks what a layer is given: shapes only, so it costs nothing and waits for no device.
 *
 * @param layer the one who asks; its printed form stands in the message
 * @example checkShape(this, x, ['batch', this.inFeatures])
 * @throws OnecycleError `SHAPE_MISMATCH`
 */
export function checkShape(
  layer: { toString(): string },
  { shape }: { readonly shape: readonly number[] },
  expected: readonly ExpectedSide[],
): void {
  if (shape.length === expected.length && shape.every((side, i) => fits(side, expected[i]!))) return
  throw new OnecycleError(
    'SHAPE_MISMATCH',
    `${layer.toString()} expects an input of shape ${printShape(expected)}, but got ${printShape(shape)}`,
    { layer: layer.toString(), expected: expected.map(String), actual: shape },
  )
}
