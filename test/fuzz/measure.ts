import { OnecycleError } from '@onecycle/tensor-core'

/** What one input may take at most. */
export const MOST_MS = 1_000
const MOST_TIMES_INPUT = 4
/** What is there anyway: buffers for reading and unpacking, rows of a column made in advance, not yet collected. */
export const ALLOWANCE_BYTES = 64 * 2 ** 20

export interface Measured {
  readonly isRead: boolean
  readonly ms: number
  /** Bytes that the process had more afterwards, or by which its peak rose: whichever is more. */
  readonly memory: number
}

const heldBytes = () => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
const peakBytes = () => process.resourceUsage().maxRSS * 1024

/**
 * Lets a parser read an input.
 *
 * @throws Error where it fails in any way but a OnecycleError, or takes more time or memory than it may
 */
export async function measure(parse: (input: Uint8Array) => unknown, input: Uint8Array): Promise<Measured> {
  const [held, peak, began] = [heldBytes(), peakBytes(), performance.now()]
  let isRead = true
  try {
    await parse(input)
  } catch (error) {
    if (!OnecycleError.is(error)) throw new Error('it failed with another error', { cause: error })
    isRead = false
  }
  const ms = performance.now() - began
  const memory = Math.max(0, heldBytes() - held, peakBytes() - peak)
  if (ms > MOST_MS) throw new Error(`it took ${ms.toFixed(0)} ms`)
  if (memory > MOST_TIMES_INPUT * input.length + ALLOWANCE_BYTES) {
    throw new Error(`it took ${memory} bytes for an input of ${input.length}`)
  }
  return { isRead, ms, memory }
}
