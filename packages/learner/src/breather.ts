/** Lets timers and sockets have their turn this often, in milliseconds. */
const yieldEvery = 25

/** Gives the event loop a turn when the last one is long enough ago. */
export function breather() {
  let last = performance.now()
  return async (): Promise<void> => {
    if (performance.now() - last < yieldEvery) return
    await new Promise((resolve) => setTimeout(resolve))
    last = performance.now()
  }
}
