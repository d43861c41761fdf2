import { join } from 'node:path'
import { OnecycleError, type Module } from '@onecycle/tensor-core'
import type { DigitAnswer } from '../lib/digit-answer.ts'
import type { DigitModelKind } from '../lib/digit-recipe.ts'
import { digitRuns, type TrainedDigits } from './digit-runs.ts'
import { modelsFolder } from './home.ts'
import { once } from './once.ts'
import { siteStore } from './served.ts'

/** The strokes of a pen, in any units: x to the right, y down. */
type Strokes = readonly (readonly (readonly [number, number])[])[]

/** A loaded model with the code that loaded it: a page and a route are bundled apart, and load their own. */
type Look = (strokes: Strokes) => ReturnType<typeof look>

const loaded = once('digits', () => new Map<string, Promise<Look>>())

/** What the first look at a model is spent on: it costs ten times as much as those after it. */
const anyDrawing: Strokes = [
  [
    [10, 20],
    [90, 20],
    [40, 160],
  ],
]

/**
 * What a model makes of a drawing. TensorFlow.js is loaded with the first model, and on plain JavaScript: a digit
 * is too small for anything faster to pay.
 *
 * @param kind which model; default: the one trained last
 * @throws OnecycleError `NO_DIGIT_MODEL`, `EMPTY_DRAWING`, `BAD_DRAWING`
 */
export async function readDigit(strokes: Strokes, kind: DigitModelKind | undefined): Promise<DigitAnswer> {
  const { trained } = await digitRuns(siteStore())
  const chosen = kind === undefined ? trained[0] : trained.find(({ recipe }) => recipe.model === kind)
  if (!chosen) {
    const which = kind === undefined ? 'no model of digits' : `no model "${kind}"`
    throw new OnecycleError('NO_DIGIT_MODEL', `there is ${which} yet: train one on /mnist`, { kind })
  }
  const ask = await modelOf(chosen.result.file)
  const began = performance.now()
  const seen = await ask(strokes)
  return {
    run: chosen.state.id,
    model: chosen.recipe.model,
    ...seen,
    milliseconds: performance.now() - began,
  }
}

/** Loads a model before it is asked. One that cannot be loaded says so to whoever asks it. */
export const prepareDigits = ({ result }: TrainedDigits): Promise<unknown> =>
  modelOf(result.file).catch(() => undefined)

async function look(model: Module, strokes: Strokes) {
  const { activations, channelImages, predictDigit } = await import('@onecycle/vision-mnist')
  const { ndArray } = await import('@onecycle/tensor-core')
  const { digit, probabilities, image } = await predictDigit(model, strokes)
  const input = ndArray(image.data, [1, image.data.length])
  const layers = layersOf(model).map(([name, layer]) => {
    const found = activations(model, layer, input)
    // A layer without places is one row of numbers.
    const [count, height, width] =
      found.shape.length === 4 ? channelImages(found).shape : [1, 1, found.data.length]
    const values = found.shape.length === 4 ? channelImages(found).data : found.data
    return { name, count: count!, height: height!, width: width!, values: Array.from(values, short) }
  })
  return {
    digit,
    probabilities: Array.from(probabilities, short),
    image: Array.from(image.data, short),
    layers,
  }
}

/** Read once; a training writes a new file. */
function modelOf(file: string): Promise<Look> {
  const known = loaded.get(file)
  if (known) return known
  const model = load(file)
  loaded.set(file, model)
  model.catch(() => loaded.delete(file)) // the next question tries again
  return model
}

async function load(file: string): Promise<Look> {
  const { initBackend } = await import('@onecycle/tensor-core')
  const { loadDigitModel } = await import('@onecycle/vision-mnist/node')
  await initBackend(['cpu'])
  const { model } = await loadDigitModel(join(/* turbopackIgnore: true */ modelsFolder(), file))
  const ask = (strokes: Strokes) => look(model, strokes)
  await ask(anyDrawing)
  return ask
}

/** The layers to look into, first to last: those of a body and its head, or the model's own. */
const layersOf = (model: Module): (readonly [name: string, layer: Module])[] =>
  model.children().flatMap(([name, child]) => {
    const inside = name === 'body' ? child.children().map(([i, each]) => [`${name}.${i}`, each] as const) : []
    return inside.length > 0
      ? inside.filter(([, each]) => each.parameters().length > 0)
      : [[name, child] as const]
  })

/** As many digits as a picture can show. */
const short = (value: number) => Number(value.toPrecision(4))
