import type { Tensor } from '@tensorflow/tfjs'
import { tf } from './backend.ts'
import { formatTable } from './format-table.ts'
import { inEvalMode } from './in-eval-mode.ts'
import type { Module } from './module.ts'
import { onForward } from './on-forward.ts'
import type { Parameter } from './parameter.ts'
import { printShape } from './shape.ts'

/** One shape without the batch, as `[height, width, channels]`, or a list of them for several inputs. */
export type InputShape = readonly number[] | readonly (readonly number[])[]

export interface SummaryOptions {
  /** `int32` for a model that starts with embeddings. Default `float32`. */
  readonly dtype?: 'float32' | 'int32'
}

/**
 * A table of the model's layers: name, kind, output shape, parameters, trainable or not; totals below.
 * Found by a pass of zeros, a batch of one, in evaluation mode.
 */
export function summary(
  model: Module,
  inputShape: InputShape,
  { dtype = 'float32' }: SummaryOptions = {},
): string {
  const layers = layersOf(model)
  const shapes = new Map<Module, readonly number[]>()
  const undo = layers.map(({ layer }) => onForward(layer, (output) => shapes.set(layer, output.shape)))
  try {
    const zeros = (): Tensor[] => shapesOf(inputShape).map((shape) => tf.zeros([1, ...shape], dtype))
    inEvalMode(model, () => tf.tidy(() => model.forward(...zeros()).shape))
  } finally {
    for (const stop of undo) stop()
  }
  const rows = layers.map(({ name, layer }) => {
    const own = ownParameters(layer)
    const shape = shapes.get(layer)
    const trainable = own.length === 0 ? '' : own.some((parameter) => parameter.requiresGrad) ? 'yes' : 'no'
    return [name, layer.constructor.name, shape ? printShape(shape) : 'not used', count(own), trainable]
  })
  const all = model.parameters()
  const learning = all.filter((parameter) => parameter.requiresGrad)
  return [
    formatTable(['name', 'layer', 'output shape', 'parameters', 'trainable'], rows),
    '',
    `${count(all)} parameters: ${count(learning)} trainable, ${count(all) - count(learning)} frozen`,
  ].join('\n')
}

const shapesOf = (inputShape: InputShape): readonly (readonly number[])[] =>
  inputShape.every((side) => typeof side === 'number') ? [inputShape] : (inputShape as readonly number[][])

const count = (parameters: readonly Parameter[]): number =>
  parameters.reduce((sum, parameter) => sum + parameter.size, 0)

const ownParameters = (layer: Module): Parameter[] =>
  layer.namedParameters().flatMap(([name, parameter]) => (name.includes('.') ? [] : [parameter]))

/** The modules without parts, and those that have parameters of their own beside their parts. */
function layersOf(model: Module, name = ''): { name: string; layer: Module }[] {
  const children = model.children()
  const itself = children.length === 0 || ownParameters(model).length > 0 ? [{ name, layer: model }] : []
  const below = children.flatMap(([inner, child]) => layersOf(child, name ? `${name}.${inner}` : inner))
  return [...itself, ...below]
}
