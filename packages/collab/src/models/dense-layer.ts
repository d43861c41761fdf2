import { BatchNorm1d, Linear, ndArray, OnecycleError, type Module, type NdArray } from '@onecycle/tensor-core'

/** y = W x + b in host memory. */
export interface DenseLayer {
  /** `[out, in]` */
  readonly weight: NdArray<Float32Array>
  /** `[out]` */
  readonly bias: Float32Array
}

/**
 * The linear layers of a network for serving: each batch-norm goes into the linear layer after it. With
 * scale_k = weight_k / sqrt(runningVar_k + eps) and shift_k = bias_k - runningMean_k scale_k,
 *
 *     W (scale x + shift) + b = (W scale) x + (b + W shift)
 */
export async function denseLayers(modules: readonly Module[]): Promise<DenseLayer[]> {
  const layers: DenseLayer[] = []
  let norm: BatchNorm1d | undefined
  for (const module of modules) {
    if (module instanceof BatchNorm1d) norm = module
    if (!(module instanceof Linear)) continue
    const weight = await module.weight.data()
    const bias = (await module.bias?.data()) ?? new Float32Array(module.outFeatures)
    if (norm) await foldIntoNext(norm, weight, bias)
    layers.push({ weight: ndArray(weight, [module.outFeatures, module.inFeatures]), bias })
    norm = undefined
  }
  return layers
}

async function foldIntoNext(norm: BatchNorm1d, weight: Float32Array, bias: Float32Array): Promise<void> {
  const [gamma, beta, mean, variance] = await Promise.all(
    [norm.weight, norm.bias, norm.runningMean, norm.runningVar].map((array) => array.data()),
  )
  for (let at = 0; at < weight.length; at++) {
    const k = at % norm.features
    const scale = gamma![k]! / Math.sqrt(variance![k]! + norm.eps)
    bias[Math.floor(at / norm.features)]! += weight[at]! * (beta![k]! - mean![k]! * scale)
    weight[at]! *= scale
  }
}

/** @throws OnecycleError `BAD_MODEL` when a layer does not take what the one before it puts out, or does not end in one number */
export function checkDenseLayers(layers: readonly DenseLayer[], inputs: number): void {
  let width = inputs
  for (const [i, { weight, bias }] of layers.entries()) {
    if (weight.shape[1] !== width || weight.shape[0] !== bias.length) {
      throw new OnecycleError(
        'BAD_MODEL',
        `layer ${i} is [${weight.shape.join(', ')}] with ${bias.length} biases; expected [${bias.length}, ${width}]`,
        { layer: i },
      )
    }
    width = bias.length
  }
  if (layers.length === 0 || width !== 1)
    throw new OnecycleError('BAD_MODEL', `the last layer has ${width} outputs; expected 1`, { width })
}

/** y = W x + b, where W is columns `from` to `from + x.length` of the layer's. */
export function multiply(
  { weight, bias }: DenseLayer,
  x: Float32Array,
  y: Float32Array,
  { from = 0, withBias = true }: { from?: number; withBias?: boolean } = {},
): void {
  const width = weight.shape[1]!
  for (let row = 0; row < y.length; row++) {
    let sum = withBias ? bias[row]! : 0
    for (let k = 0; k < x.length; k++) sum += weight.data[row * width + from + k]! * x[k]!
    y[row] = sum
  }
}
