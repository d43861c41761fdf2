// One optimisation step of one parameter: n elements of p (old values), g (gradient) and the rule's memory,
// which is changed in place; the new values go to out. All are addresses of float32 arrays.
// The formulas are those of src/kernels/update-rules.ts, which says what the constants mean.

function lanes(n: i32): i32 {
  return n & ~3
}

function penalised(p: usize, g: usize, l2: v128): v128 {
  return f32x4.add(v128.load(g), f32x4.mul(l2, v128.load(p)))
}

export function sgd(n: i32, out: usize, p: usize, g: usize, decay: f32, l2: f32, lr: f32): void {
  const decays = f32x4.splat(decay)
  const l2s = f32x4.splat(l2)
  const lrs = f32x4.splat(lr)
  let i = 0
  for (; i < lanes(n); i += 4) {
    const at = (<usize>i) << 2
    const step = f32x4.mul(lrs, penalised(p + at, g + at, l2s))
    v128.store(out + at, f32x4.sub(f32x4.mul(v128.load(p + at), decays), step))
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2
    const value = load<f32>(p + at)
    store<f32>(out + at, value * decay - lr * (load<f32>(g + at) + l2 * value))
  }
}

export function momentum(
  n: i32,
  out: usize,
  p: usize,
  g: usize,
  m: usize,
  decay: f32,
  l2: f32,
  lr: f32,
  mom: f32,
): void {
  const decays = f32x4.splat(decay)
  const l2s = f32x4.splat(l2)
  const lrs = f32x4.splat(lr)
  const moms = f32x4.splat(mom)
  let i = 0
  for (; i < lanes(n); i += 4) {
    const at = (<usize>i) << 2
    const average = f32x4.add(f32x4.mul(moms, v128.load(m + at)), penalised(p + at, g + at, l2s))
    v128.store(m + at, average)
    v128.store(out + at, f32x4.sub(f32x4.mul(v128.load(p + at), decays), f32x4.mul(lrs, average)))
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2
    const value = load<f32>(p + at)
    const average = mom * load<f32>(m + at) + load<f32>(g + at) + l2 * value
    store<f32>(m + at, average)
    store<f32>(out + at, value * decay - lr * average)
  }
}

export function rmsprop(
  n: i32,
  out: usize,
  p: usize,
  g: usize,
  v: usize,
  decay: f32,
  l2: f32,
  lr: f32,
  alpha: f32,
  eps: f32,
): void {
  const decays = f32x4.splat(decay)
  const l2s = f32x4.splat(l2)
  const lrs = f32x4.splat(lr)
  const alphas = f32x4.splat(alpha)
  const rests = f32x4.splat(1 - alpha)
  const epss = f32x4.splat(eps)
  let i = 0
  for (; i < lanes(n); i += 4) {
    const at = (<usize>i) << 2
    const grad = penalised(p + at, g + at, l2s)
    const square = f32x4.add(f32x4.mul(alphas, v128.load(v + at)), f32x4.mul(rests, f32x4.mul(grad, grad)))
    v128.store(v + at, square)
    const step = f32x4.div(f32x4.mul(lrs, grad), f32x4.add(f32x4.sqrt(square), epss))
    v128.store(out + at, f32x4.sub(f32x4.mul(v128.load(p + at), decays), step))
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2
    const value = load<f32>(p + at)
    const grad = load<f32>(g + at) + l2 * value
    const square = alpha * load<f32>(v + at) + (1 - alpha) * (grad * grad)
    store<f32>(v + at, square)
    store<f32>(out + at, value * decay - (lr * grad) / (sqrt<f32>(square) + eps))
  }
}

export function adam(
  n: i32,
  out: usize,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  decay: f32,
  l2: f32,
  stepSize: f32,
  beta1: f32,
  beta2: f32,
  debias: f32,
  eps: f32,
): void {
  const decays = f32x4.splat(decay)
  const l2s = f32x4.splat(l2)
  const steps = f32x4.splat(stepSize)
  const beta1s = f32x4.splat(beta1)
  const rest1s = f32x4.splat(1 - beta1)
  const beta2s = f32x4.splat(beta2)
  const rest2s = f32x4.splat(1 - beta2)
  const debiases = f32x4.splat(debias)
  const epss = f32x4.splat(eps)
  let i = 0
  for (; i < lanes(n); i += 4) {
    const at = (<usize>i) << 2
    const grad = penalised(p + at, g + at, l2s)
    const mean = f32x4.add(f32x4.mul(beta1s, v128.load(m + at)), f32x4.mul(rest1s, grad))
    const square = f32x4.add(f32x4.mul(beta2s, v128.load(v + at)), f32x4.mul(rest2s, f32x4.mul(grad, grad)))
    v128.store(m + at, mean)
    v128.store(v + at, square)
    const scale = f32x4.add(f32x4.mul(f32x4.sqrt(square), debiases), epss)
    const step = f32x4.div(f32x4.mul(steps, mean), scale)
    v128.store(out + at, f32x4.sub(f32x4.mul(v128.load(p + at), decays), step))
  }
  for (; i < n; i++) {
    const at = (<usize>i) << 2
    const value = load<f32>(p + at)
    const grad = load<f32>(g + at) + l2 * value
    const mean = beta1 * load<f32>(m + at) + (1 - beta1) * grad
    const square = beta2 * load<f32>(v + at) + (1 - beta2) * (grad * grad)
    store<f32>(m + at, mean)
    store<f32>(v + at, square)
    store<f32>(out + at, value * decay - (stepSize * mean) / (sqrt<f32>(square) * debias + eps))
  }
}
