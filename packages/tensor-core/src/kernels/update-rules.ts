/**
 * How one parameter moves in one step. Each rule works on arrays of equal length: the old values p, the
 * gradient g and its memory (changed in place); it writes the new values to `out`.
 *
 * Decay comes in two forms: decoupled, as the factor `decay` = 1 - lr wd on the old values; and L2 in the
 * gradient, g + l2 p. The same formulas are in assembly/update-rules.ts (WASM SIMD).
 */
export const updateRules = {
  /** p <- decay p - lr g */
  sgd: {
    memory: 0,
    step(out, p, g, _, [decay, l2, lr]) {
      for (let i = 0; i < p.length; i++) out[i] = p[i]! * decay - lr * (g[i]! + l2 * p[i]!)
    },
  } satisfies Rule<[decay: number, l2: number, lr: number]>,

  /** m <- mom m + g; p <- decay p - lr m (PyTorch's momentum: no factor 1 - mom) */
  momentum: {
    memory: 1,
    step(out, p, g, [m], [decay, l2, lr, mom]) {
      for (let i = 0; i < p.length; i++) {
        m![i] = mom * m![i]! + g[i]! + l2 * p[i]!
        out[i] = p[i]! * decay - lr * m![i]!
      }
    },
  } satisfies Rule<[decay: number, l2: number, lr: number, mom: number]>,

  /** v <- alpha v + (1 - alpha) g^2; p <- decay p - lr g / (sqrt(v) + eps) */
  rmsprop: {
    memory: 1,
    step(out, p, g, [v], [decay, l2, lr, alpha, eps]) {
      for (let i = 0; i < p.length; i++) {
        const grad = g[i]! + l2 * p[i]!
        v![i] = alpha * v![i]! + (1 - alpha) * grad * grad
        out[i] = p[i]! * decay - (lr * grad) / (Math.sqrt(v![i]!) + eps)
      }
    },
  } satisfies Rule<[decay: number, l2: number, lr: number, alpha: number, eps: number]>,

  /** m <- b1 m + (1 - b1) g; v <- b2 v + (1 - b2) g^2; p <- decay p - stepSize m / (sqrt(v) debias + eps) */
  adam: {
    memory: 2,
    step(out, p, g, [m, v], [decay, l2, stepSize, beta1, beta2, debias, eps]) {
      for (let i = 0; i < p.length; i++) {
        const grad = g[i]! + l2 * p[i]!
        m![i] = beta1 * m![i]! + (1 - beta1) * grad
        v![i] = beta2 * v![i]! + (1 - beta2) * grad * grad
        out[i] = p[i]! * decay - (stepSize * m![i]!) / (Math.sqrt(v![i]!) * debias + eps)
      }
    },
  } satisfies Rule<
    [decay: number, l2: number, stepSize: number, beta1: number, beta2: number, debias: number, eps: number]
  >,
}

interface Rule<Constants extends readonly number[]> {
  /** How many arrays it remembers of each parameter; all start at zero. */
  readonly memory: number
  step(
    out: Float32Array,
    p: Float32Array,
    g: Float32Array,
    memory: readonly Float32Array[],
    constants: Constants,
  ): void
}

export type UpdateRuleName = keyof typeof updateRules

/** The constants of a rule, in order. */
export type UpdateConstants<Name extends UpdateRuleName> = Parameters<(typeof updateRules)[Name]['step']>[4]
