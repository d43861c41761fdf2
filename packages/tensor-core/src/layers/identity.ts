import type { Tensor } from '@tensorflow/tfjs'
import { Module } from '../module.ts'

/** Its input, unchanged: stands where a layer was taken out. */
export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x
  }
}
