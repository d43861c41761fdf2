import { kaimingNormal } from '../init.ts'
import { AdaptiveConcatPool2d } from '../layers/adaptive-concat-pool2d.ts'
import { BatchNorm1d } from '../layers/batch-norm.ts'
import { Dropout } from '../layers/dropout.ts'
import { Flatten } from '../layers/flatten.ts'
import { Linear } from '../layers/linear.ts'
import { ReLU } from '../layers/relu.ts'
import { Sequential } from '../layers/sequential.ts'
import type { Module } from '../module.ts'
import type { Generator } from '../random.ts'

export interface CreateHeadOptions {
  readonly rng: Generator
  /** Widths of the layers between the pooling and the output. Default `[512]`. */
  readonly hidden?: readonly number[]
  /** Before the last layer; half of it before the others. Default 0.5. */
  readonly dropout?: number
}

/**
 * The layers that replace a body's old ones: adaptive max and mean pooling, flatten, then batch-norm,
 * dropout and linear for each layer, with ReLU between. (fast.ai's create_head.)
 * `[batch, height, width, inFeatures]` -> logits `[batch, classes]`.
 *
 * Linear weights start kaiming-normal, biases at 0.
 *
 * @param inFeatures channels of the body; the pooling doubles them
 * @param classes or numbers to predict
 */
export function createHead(
  inFeatures: number,
  classes: number,
  { rng, hidden = [512], dropout = 0.5 }: CreateHeadOptions,
): Sequential {
  const block = (from: number, to: number, p: number): Module[] => [
    new BatchNorm1d(from),
    new Dropout(p, { rng: rng.fork() }),
    kaimingLinear(from, to, rng),
  ]
  const widths = [2 * inFeatures, ...hidden]
  const layers = hidden.flatMap((width, i) => [...block(widths[i]!, width, dropout / 2), new ReLU()])
  const last = block(widths.at(-1)!, classes, dropout)
  return new Sequential(new AdaptiveConcatPool2d(), new Flatten(), ...layers, ...last)
}

function kaimingLinear(inFeatures: number, outFeatures: number, rng: Generator): Linear {
  const linear = new Linear(inFeatures, outFeatures, { rng })
  linear.weight.set(kaimingNormal(outFeatures * inFeatures, inFeatures, rng))
  linear.bias?.set(new Float32Array(outFeatures))
  return linear
}
