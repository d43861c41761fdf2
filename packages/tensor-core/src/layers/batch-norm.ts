import type { Tensor } from '@tensorflow/tfjs'
import { tf } from '../backend.ts'
import { OnecycleError } from '../errors.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { checkShape, type ExpectedSide } from '../shape.ts'
import { StateBuffer } from '../state-buffer.ts'
import { normalize, type Statistics } from './normalize.ts'

export interface BatchNormOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number
  /** Weight of the newest batch in the running statistics. Default 0.1. */
  readonly momentum?: number
}

/**
 * y = (x - mean) / sqrt(variance + eps) * weight + bias, per feature. (Ioffe and Szegedy, 2015.)
 *
 * Training takes mean and (biased) variance of the batch, and moves the running ones towards them:
 * running += momentum * (batch - running), with the unbiased variance, as in PyTorch. Evaluation takes the
 * running ones. weight `[features]` starts at 1, bias at 0, runningMean at 0, runningVar at 1.
 */
export abstract class BatchNorm extends Module {
  readonly features: number
  readonly eps: number
  readonly momentum: number
  readonly weight: Parameter
  readonly bias: Parameter
  readonly runningMean: StateBuffer
  readonly runningVar: StateBuffer
  protected abstract readonly expected: readonly ExpectedSide[]

  constructor(features: number, { eps = 1e-5, momentum = 0.1 }: BatchNormOptions = {}) {
    super()
    this.features = features
    this.eps = eps
    this.momentum = momentum
    const ones = new Float32Array(features).fill(1)
    const zeros = new Float32Array(features)
    this.weight = new Parameter(ones, [features])
    this.bias = new Parameter(zeros, [features])
    this.runningMean = new StateBuffer(zeros, [features])
    this.runningVar = new StateBuffer(ones, [features])
  }

  override forward(x: Tensor): Tensor {
    checkShape(this, x, this.expected)
    const rows = tf.reshape(x, [-1, this.features])
    return tf.reshape(this.training ? this.#byBatch(rows) : this.#byRunning(rows), x.shape)
  }

  #byBatch(rows: Tensor): Tensor {
    const n = rows.shape[0]!
    if (n < 2) {
      throw new OnecycleError(
        'BATCH_TOO_SMALL',
        `${this.toString()} got 1 value per feature, which has no variance to train with: expected at least 2`,
        { layer: this.toString() },
      )
    }
    return normalize(
      rows,
      this.weight.tensor,
      this.bias.tensor,
      this.eps,
      ({ mean, variance }: Statistics) => {
        this.#moveTowards(this.runningMean, mean)
        this.#moveTowards(this.runningVar, tf.mul(variance, n / (n - 1)))
      },
    )
  }

  #moveTowards(running: StateBuffer, batch: Tensor): void {
    running.assign(tf.add(tf.mul(running.tensor, 1 - this.momentum), tf.mul(batch, this.momentum)))
  }

  #byRunning(rows: Tensor): Tensor {
    const scale = tf.mul(this.weight.tensor, tf.rsqrt(tf.add(this.runningVar.tensor, this.eps)))
    const shift = tf.sub(this.bias.tensor, tf.mul(this.runningMean.tensor, scale))
    return tf.add(tf.mul(rows, scale), shift)
  }

  override describe(): string {
    // 1e-05, as Python prints it.
    const eps = this.eps < 1e-4 ? this.eps.toExponential().replace(/e-(\d)$/, 'e-0$1') : this.eps
    return `${this.features}, eps=${eps}, momentum=${this.momentum}`
  }
}

/** {@link BatchNorm} of each column: `[batch, features]` -> the same. */
export class BatchNorm1d extends BatchNorm {
  protected override readonly expected = ['batch', this.features]
}

/** {@link BatchNorm} of each channel over all images and pixels: `[batch, height, width, channels]` -> the same. */
export class BatchNorm2d extends BatchNorm {
  protected override readonly expected = ['batch', 'height', 'width', this.features]
}
