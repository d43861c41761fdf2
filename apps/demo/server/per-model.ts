import type { Served } from './served.ts'

/** A model does not change: what is worked out of it once is kept for as long as it is. */
export function perModel<T>(workOut: (model: Served) => T): (model: Served) => T {
  const kept = new WeakMap<Served, T>()
  return (model) => {
    if (!kept.has(model)) kept.set(model, workOut(model))
    return kept.get(model)!
  }
}
