import { rm, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crossEntropy } from '@onecycle/tensor-core'
import { accuracy, Learner } from '@onecycle/learner'
import {
  digitLoaders,
  digitModels,
  interpret,
  type ClassificationInterpretation,
} from '@onecycle/vision-mnist'
import { saveDigitModel } from '@onecycle/vision-mnist/node'
import type { DigitRecipe } from '../lib/digit-recipe.ts'
import type { DigitsResult, RunEvent } from '../lib/run-events.ts'
import { findDigits } from './digit-data.ts'
import { fitWatched, type Watched } from './fit.ts'

/** How many of the worst mistakes are told of, and how many pairs that are taken for each other. */
const [troublesTold, pairsTold] = [12, 6]

/** How many files of models are kept: more than the page ever asks for. */
const filesKept = 12

export interface DigitsOptions extends Watched {
  readonly recipe: DigitRecipe
  readonly device: string
  readonly folder: string
  readonly job: number
  readonly tell: (event: RunEvent) => Promise<void>
}

/** Trains a model of digits, writes it to a file, and tells where it is right and wrong. */
export async function trainDigits(options: DigitsOptions): Promise<void> {
  const { recipe, device, folder, job, tell, signal } = options
  const { data, whySample } = await findDigits(signal)
  const { model: name, batchSize, seed, wd } = recipe
  const model = digitModels[name]({ seed })
  const dls = digitLoaders(data, { batchSize, seed })
  const learn = new Learner(dls, model, { lossFn: crossEntropy, metrics: [accuracy], wd })
  try {
    await fitWatched(learn, recipe, options)
    const { metrics } = learn.recorder.epochs.at(-1)!
    const file = `digits-job-${job}.safetensors`
    const about = { data: data.source.name, epochs: String(recipe.epochs), seed: String(seed) }
    await saveDigitModel({ name, model, about }, join(folder, file))
    await removeOldDigitModels(folder)
    const { kind, name: sourceName, citation } = data.source
    await tell({
      type: 'digits',
      file,
      parameters: model.parameters().reduce((sum, { size }) => sum + size, 0),
      device,
      source: { kind, name: sourceName, citation, whySample },
      accuracy: metrics['accuracy']!,
      ...mistakesIn(await interpret(learn), data.valid.images.data),
    })
  } finally {
    learn.dispose()
  }
}

function mistakesIn(
  interpretation: ClassificationInterpretation,
  images: Float32Array,
): Pick<DigitsResult, 'confusion' | 'confused' | 'troubles'> {
  const pixels = 28 * 28
  return {
    confusion: interpretation.confusionMatrix.map((row) => [...row]),
    confused: interpretation.mostConfused().slice(0, pairsTold),
    troubles: interpretation.topLosses(troublesTold).map(({ row, ...trouble }) => ({
      ...trouble,
      image: Array.from(images.subarray(row * pixels, (row + 1) * pixels), (ink) => Math.round(255 * ink)),
    })),
  }
}

async function removeOldDigitModels(folder: string): Promise<void> {
  const jobs = (await readdir(folder))
    .map((name) => Number(/^digits-job-(\d+)\.safetensors$/.exec(name)?.[1]))
    .filter((job) => !Number.isNaN(job))
    .sort((a, b) => b - a)
  for (const job of jobs.slice(filesKept))
    await rm(join(folder, `digits-job-${job}.safetensors`), { force: true })
}
