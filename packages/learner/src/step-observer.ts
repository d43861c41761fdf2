import type { Callback, FitContext, Gradients } from './callback.ts'
import type { StepObserver } from './train-step.ts'

/** Whether a callback has hooks within a step. */
export const seesInside = (callback: Callback): boolean =>
  'afterPred' in callback || 'afterLoss' in callback || 'afterBackward' in callback

/** What the hooks of all callbacks see within a step; undefined where there are none. */
export function observerOf(callbacks: readonly Callback[], context: FitContext): StepObserver | undefined {
  if (!callbacks.some(seesInside)) return undefined
  return {
    afterPred: (predictions) => callbacks.forEach((callback) => callback.afterPred?.(predictions, context)),
    afterLoss: (loss) => callbacks.forEach((callback) => callback.afterLoss?.(loss, context)),
    afterBackward: (gradients) =>
      callbacks.reduce<Gradients | null>(
        (grads, callback) =>
          grads && callback.afterBackward ? callback.afterBackward(grads, context) : grads,
        gradients,
      ),
  }
}
