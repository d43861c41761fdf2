import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { kaimingUniform } from '../init.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import type { Generator } from '../random.ts'
import { checkShape } from '../shape.ts'

export interface LinearOptions {
  readonly rng: Generator
  /** Default true. */
  readonly bias?: boolean
}

/**
 * y = x W^T + b (an affine function). `[batch, inFeatures]` -> `[batch, outFeatures]`.
 *
 * weight `[outFeatures, inFeatures]` and bias `[outFeatures]` start uniform in +-1/sqrt(inFeatures), as in PyTorch.
 */
export class Linear extends Module {
  readonly inFeatures: number
  readonly outFeatures: number
  readonly weight: Parameter
  readonly bias: Parameter | null

  constructor(inFeatures: number, outFeatures: number, { rng, bias = true }: LinearOptions) {
    super()
    this.inFeatures = inFeatures
    this.outFeatures = outFeatures
    const start = (size: number) => kaimingUniform(size, inFeatures, rng)
    this.weight = new Parameter(start(outFeatures * inFeatures), [outFeatures, inFeatures])
    this.bias = bias ? new Parameter(start(outFeatures), [outFeatures]) : null
  }

  override forward(x: Tensor): Tensor {
    checkShape(this, x, ['batch', this.inFeatures])
    const product = tf.matMul(x, this.weight.tensor, false, true)
    return this.bias ? tf.add(product, this.bias.tensor) : product
  }

  override describe(): string {
    return `in_features=${this.inFeatures}, out_features=${this.outFeatures}, bias=${this.bias !== null}`
  }
}
