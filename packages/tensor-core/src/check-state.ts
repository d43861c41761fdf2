import type { DeviceArray } from './device-array.ts'
import { OnecycleError } from './errors.ts'
import type { NdArray } from './nd-array.ts'
import { printShape } from './shape.ts'

/**
 * The values of `state` in the order of `own`, if every name is there, known and of the right shape.
 *
 * @throws OnecycleError `STATE_MISMATCH`
 */
export function checkState(
  own: readonly [name: string, array: DeviceArray][],
  state: ReadonlyMap<string, NdArray>,
): Float32Array[] {
  const names = new Set(own.map(([name]) => name))
  const missing = [...names].filter((name) => !state.has(name))
  const unknown = [...state.keys()].filter((name) => !names.has(name))
  const misshapen: string[] = []
  const values: Float32Array[] = []
  for (const [name, { shape: expected }] of own) {
    const found = state.get(name)
    if (!found) continue
    const { data, shape } = found
    if (printShape(shape) !== printShape(expected)) {
      misshapen.push(`${name} (expected ${printShape(expected)}, found ${printShape(shape)})`)
    } else if (!(data instanceof Float32Array)) {
      misshapen.push(`${name} (expected a Float32Array, found a ${data.constructor.name})`)
    } else {
      values.push(data)
    }
  }
  if (missing.length + unknown.length + misshapen.length === 0) return values
  const listed = (what: string, which: readonly string[]) =>
    which.length === 0 ? [] : [`${what}: ${which.join(', ')}`]
  throw new OnecycleError(
    'STATE_MISMATCH',
    'the state does not fit the model; ' +
      [...listed('missing', missing), ...listed('unknown', unknown), ...listed('misfit', misshapen)].join(
        '; ',
      ),
    { missing, unknown, misshapen },
  )
}
