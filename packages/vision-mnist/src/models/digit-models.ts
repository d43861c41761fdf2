import type { Module } from '@onecycle/tensor-core'
import { MnistLogistic, type MnistModelOptions } from './mnist-logistic.ts'
import { MnistNN } from './mnist-nn.ts'
import { ResNet } from './resnet.ts'
import { SimpleCnn } from './simple-cnn.ts'

/** The models of digits by the names that the command line and model files know. */
export const digitModels = {
  logistic: (options: MnistModelOptions): Module => new MnistLogistic(options),
  nn: (options: MnistModelOptions): Module => new MnistNN(options),
  cnn: (options: MnistModelOptions): Module => new SimpleCnn(options),
  resnet: (options: MnistModelOptions): Module => new ResNet(options),
}

export type DigitModelName = keyof typeof digitModels

export const digitModelNames = Object.keys(digitModels) as readonly DigitModelName[]
