// The host's functions: AssemblyScript's own bring tables in static memory, and this module has no memory of
// its own to put them in.
@external("env", "exp")
declare function exp(x: f64): f64
@external("env", "log")
declare function log(x: f64): f64

/**
 * Mean cross-entropy of logits x `[rows, classes]` against class numbers `[rows]` int32, and its gradient:
 *
 *     loss = mean_r (log sum_c exp(x_rc) - x_r,target)          grad = (softmax(x) - onehot(target)) / rows
 *
 * The largest logit of a row is subtracted first. grad `[rows, classes]`, loss `[1]`. A target outside the
 * classes makes the loss NaN.
 */
export function softmaxCrossEntropy(rows: i32, classes: i32, x: usize, targets: usize, grad: usize, loss: usize): void {
  let total: f64 = 0
  const scale = <f32>1 / <f32>rows
  for (let row = 0; row < rows; row++) {
    const from = x + ((<usize>row * classes) << 2)
    const to = grad + ((<usize>row * classes) << 2)
    const target = load<i32>(targets + (<usize>row << 2))
    let largest = load<f32>(from)
    for (let c = 1; c < classes; c++) largest = max(largest, load<f32>(from + (<usize>c << 2)))
    let sum: f32 = 0
    for (let c = 0; c < classes; c++) {
      const power = <f32>exp(<f64>(load<f32>(from + (<usize>c << 2)) - largest))
      store<f32>(to + (<usize>c << 2), power)
      sum += power
    }
    const share = scale / sum
    for (let c = 0; c < classes; c++) {
      const at = to + (<usize>c << 2)
      store<f32>(at, load<f32>(at) * share)
    }
    if (target < 0 || target >= classes) {
      total = NaN
      continue
    }
    const at = to + (<usize>target << 2)
    store<f32>(at, load<f32>(at) - scale)
    total += log(<f64>sum) + <f64>(largest - load<f32>(from + (<usize>target << 2)))
  }
  store<f32>(loss, <f32>(total / <f64>rows))
}
