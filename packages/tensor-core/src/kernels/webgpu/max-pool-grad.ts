import type { KernelFunc } from '@tensorflow/tfjs'
import type { TensorFlow } from '../../backend.ts'
import type { Image, PoolAttributes } from '../wasm/heap-backend.ts'
import { dispatch, type WebgpuBackend } from './dispatch.ts'

const workgroup = 64

/** A thread an element of dx: over the windows that cover it, the sum of dy where it is the first maximum. */
export const maxPoolGradShader = `
struct Window {
  batch: i32, inHeight: i32, inWidth: i32, channels: i32, outHeight: i32, outWidth: i32,
  height: i32, width: i32, strideY: i32, strideX: i32, top: i32, left: i32,
}
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
@group(0) @binding(3) var<uniform> w: Window;

fn firstMaximum(image: i32, top: i32, left: i32, channel: i32) -> i32 {
  var best = -1;
  for (var y = max(top, 0); y < min(top + w.height, w.inHeight); y++) {
    for (var column = max(left, 0); column < min(left + w.width, w.inWidth); column++) {
      let i = ((image * w.inHeight + y) * w.inWidth + column) * w.channels + channel;
      if (best < 0 || x[i] > x[best]) { best = i; }
    }
  }
  return best;
}

@compute @workgroup_size(${workgroup})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = i32(id.x); i < i32(arrayLength(&dx)); i += i32(groups.x) * ${workgroup}) {
    let channel = i % w.channels;
    let column = i / w.channels % w.inWidth + w.left;
    let y = i / w.channels / w.inWidth % w.inHeight + w.top;
    let image = i / w.channels / w.inWidth / w.inHeight;
    var sum = 0f;
    let firstLine = max((y - w.height + w.strideY) / w.strideY, 0);
    let firstPlace = max((column - w.width + w.strideX) / w.strideX, 0);
    for (var line = firstLine; line < w.outHeight && line * w.strideY <= y; line++) {
      for (var place = firstPlace; place < w.outWidth && place * w.strideX <= column; place++) {
        if (firstMaximum(image, line * w.strideY - w.top, place * w.strideX - w.left, channel) == i) {
          sum += dy[((image * w.outHeight + line) * w.outWidth + place) * w.channels + channel];
        }
      }
    }
    dx[i] = sum;
  }
}`

/**
 * `MaxPoolGrad`: each dy goes to the first place in its window where the maximum stands, as on the other
 * backends and in PyTorch; tfjs-backend-webgpu takes the last.
 */
export const maxPoolGrad =
  (tf: TensorFlow, pipeline: () => GPUComputePipeline): KernelFunc =>
  ({ inputs, backend, attrs }) => {
    const { input, dy } = inputs
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttributes
    const shape = input!.shape as Image
    const window = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode)
    const out = (backend as unknown as WebgpuBackend).makeTensorInfo(shape, 'float32')
    const size = shape.reduce((product, side) => product * side, 1)
    dispatch(backend as unknown as WebgpuBackend, pipeline(), {
      reads: [input!, dy!],
      writes: [out],
      uniform: Int32Array.of(
        window.batchSize, window.inHeight, window.inWidth, window.inChannels, window.outHeight, window.outWidth,
        window.filterHeight, window.filterWidth, window.strideHeight, window.strideWidth,
        window.padInfo.top, window.padInfo.left,
      ).buffer, // prettier-ignore
      workgroups: Math.min(65_535, Math.ceil(size / workgroup)),
    })
    return out
  }
