import type { Tensor } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import type { Module } from './module.ts'

/** Runs inside the forward pass, often inside the gradient's: synchronous, and keeps no tensor. */
export type ForwardListener = (output: Tensor, module: Module) => void

interface Tap {
  readonly entries: Set<{ readonly listener: ForwardListener }>
  readonly restore: () => void
}

const taps = new WeakMap<Module, Tap>()

/**
 * Calls `listener` with each output of the module's `forward`, until the returned function is called.
 * Tensors that the listener makes are disposed for it.
 *
 * @example
 * const stop = onForward(model.lin1, (output) => means.push(tf.mean(output).dataSync()[0]))
 * try { model.forward(x) } finally { stop() }
 */
export function onForward(module: Module, listener: ForwardListener): () => void {
  const entry = { listener } // an object of its own: the same function may listen twice
  const { entries, restore } = taps.get(module) ?? tap(module)
  entries.add(entry)
  return () => {
    if (entries.delete(entry) && entries.size === 0) restore()
  }
}

/** Puts a `forward` in front of the module's own. */
function tap(module: Module): Tap {
  const own = Object.getOwnPropertyDescriptor(module, 'forward')
  const forward = module.forward.bind(module)
  const entries: Tap['entries'] = new Set()
  const value = (...inputs: Tensor[]): Tensor => {
    const output = forward(...inputs)
    for (const { listener } of entries) {
      tf.tidy(() => {
        listener(output, module)
      })
    }
    return output
  }
  Object.defineProperty(module, 'forward', { value, configurable: true, writable: true })
  const restore = () => {
    taps.delete(module)
    if (own) Object.defineProperty(module, 'forward', own)
    else Reflect.deleteProperty(module, 'forward')
  }
  const made = { entries, restore }
  taps.set(module, made)
  return made
}
