/** Does all of it, also when some of it throws; then throws the first error. */
export async function cleanUp(actions: readonly (() => void | Promise<void>)[]): Promise<void> {
  const errors: unknown[] = []
  for (const action of actions) {
    try {
      await action()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
