import { formatTable, initBackend, OnecycleError } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import type { Command } from '@onecycle/learner/node'
import { predictDigit, showDigit } from '@onecycle/vision-mnist'
import { readDrawing } from '@onecycle/vision-mnist/node'
import { loadModel, MODEL_OPTIONS } from './load-model.ts'

const SHOWN = 3

export const predict: Command = {
  summary: 'Tells which digit a PNG picture shows.',
  positionals: ['image.png'],
  options: MODEL_OPTIONS,
  examples: ['seven.png', 'seven.png --from logistic.safetensors --json'],

  async run(args) {
    const path = args.positionals[0]!
    const { model } = await loadModel(args)
    const drawing = await readDrawing(path).catch((error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException
      const why = code === 'ENOENT' ? `${path}: there is no such file` : message
      throw new OnecycleError(code ?? 'BAD_PNG', `cannot read ${why}`, { path }, error)
    })
    await initBackend(backendsFromEnvironment())
    const { digit, probabilities, image } = await predictDigit(model, drawing)
    const likely = Array.from(probabilities, (probability, candidate) => ({ candidate, probability }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, SHOWN)
    const table = formatTable(
      ['digit', 'probability'],
      likely.map(({ candidate, probability }) => [candidate, probability.toFixed(4)]),
    )
    return {
      json: { digit, probabilities: [...probabilities] },
      text: `${showDigit(image).toText({ colour: hasColour() })}\n\n${table}`,
    }
  },
}

/** NO_COLOR and FORCE_COLOR are looked at by Node itself. */
const hasColour = (): boolean => process.stdout.isTTY && process.stdout.hasColors(256)
