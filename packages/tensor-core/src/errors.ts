const marker = Symbol.for('onecycle.error')

/**
 * What every package of onecycle throws when its input or surroundings are wrong.
 *
 * The message names the offending value, what was expected and what to do. `code` is stable and meant for
 * programs, `data` holds the values of the message. Use `OnecycleError.is(e)` instead of `instanceof`: it
 * also recognises errors of another copy of this package (ESM beside CJS).
 */
export class OnecycleError extends Error {
  override readonly name = 'OnecycleError'
  readonly code: string
  readonly data: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, data: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.data = data
    Object.defineProperty(this, marker, { value: true })
  }

  static is(value: unknown): value is OnecycleError {
    return typeof value === 'object' && value !== null && marker in value
  }
}
