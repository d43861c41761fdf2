const kept = globalThis as unknown as Record<symbol, unknown>

/** Makes a value once a process: a bundler may load a module several times. */
export const once = <T>(name: string, make: () => T): T => {
  const key = Symbol.for(`onecycle.demo.${name}`)
  return (key in kept ? kept[key] : (kept[key] = make())) as T
}
