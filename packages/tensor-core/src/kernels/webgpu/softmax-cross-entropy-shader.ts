/**
 * As assembly/softmax-cross-entropy.ts, by one workgroup: each thread takes every 256th row, and the rows'
 * losses are summed in an order that is always the same.
 */
export const softmaxCrossEntropyShader = `
struct Shape { rows: u32, classes: u32, nan: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> targets: array<i32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;
@group(0) @binding(3) var<storage, read_write> grad: array<f32>;
@group(0) @binding(4) var<uniform> shape: Shape;

var<workgroup> sums: array<f32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) thread: u32) {
  let scale = 1 / f32(shape.rows);
  var total = 0f;
  for (var row = thread; row < shape.rows; row += 256) {
    let first = row * shape.classes;
    let end = first + shape.classes;
    var largest = logits[first];
    for (var i = first + 1; i < end; i++) { largest = max(largest, logits[i]); }
    var sum = 0f;
    for (var i = first; i < end; i++) {
      let power = exp(logits[i] - largest);
      grad[i] = power;
      sum += power;
    }
    for (var i = first; i < end; i++) { grad[i] *= scale / sum; }
    let target_ = targets[row];
    if (target_ < 0 || target_ >= i32(shape.classes)) {
      total = bitcast<f32>(shape.nan);
    } else {
      let i = first + u32(target_);
      grad[i] -= scale;
      total += log(sum) + (largest - logits[i]);
    }
  }
  sums[thread] = total;
  workgroupBarrier();
  for (var half = 128u; half > 0; half /= 2) {
    if (thread < half) { sums[thread] += sums[thread + half]; }
    workgroupBarrier();
  }
  if (thread == 0) { loss[0] = sums[0] * scale; }
}`
