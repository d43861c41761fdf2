import type { Tensor } from '@tensorflow/tfjs'
import { Module } from '../module.ts'

/** Modules one after the other: the output of each is the input of the next. */
export class Sequential extends Module {
  readonly layers: readonly Module[]

  constructor(...layers: Module[]) {
    super()
    this.layers = layers
  }

  override forward(x: Tensor): Tensor {
    return this.layers.reduce((value, layer) => layer.forward(value), x)
  }
}
