import type { Module } from './module.ts'

/** Runs `body` with the module in evaluation mode; each part gets its own mode back, also when it throws. */
export function inEvalMode<Result>(module: Module, body: () => Result): Result {
  const modes = module.modules().map((part) => ({ part, training: part.training }))
  module.eval()
  try {
    return body()
  } finally {
    for (const { part, training } of modes) part.training = training
  }
}
