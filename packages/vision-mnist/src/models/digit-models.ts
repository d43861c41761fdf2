import type { Module } from '@onecycle/tensor-core'
import { MnistLogistic, type MnistModelOptions } from './mnist-logistic.ts'
import { MnistNN } from './mnist-nn.ts'

/** The models of digits by the names that the command line and model files know. */
export const digitModels = {
  logistic: (options: MnistModelOptions): Module => new MnistLogistic(options),
  nn: (options: MnistModelOptions): Module => new MnistNN(options),
}

export type DigitModelName = keyof typeof digitModels

export const digitModelNames = Object.keys(digitModels) as readonly DigitModelName[]
