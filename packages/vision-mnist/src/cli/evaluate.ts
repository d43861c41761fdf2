import { crossEntropy, formatTable, initBackend } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import { accuracy, confusionMatrix, Learner, mostConfused } from '@onecycle/learner'
import type { Command } from '@onecycle/learner/node'
import { digitLoaders } from '@onecycle/vision-mnist'
import { DATA_OPTIONS, loadDigits } from './load-digits.ts'
import { loadModel, MODEL_OPTIONS } from './load-model.ts'

const MOST_CONFUSIONS = 5

export const evaluate: Command = {
  summary: 'Tests a model on the validation digits.',
  positionals: [],
  options: { ...MODEL_OPTIONS, ...DATA_OPTIONS },
  examples: ['', '--from logistic.safetensors --data mnist'],

  async run(args, signal) {
    const { name, model } = await loadModel(args)
    const data = await loadDigits(args, signal)
    signal.throwIfAborted()
    await initBackend(backendsFromEnvironment())
    const learn = new Learner(digitLoaders(data, { batchSize: 500, dropLast: false }), model, {
      lossFn: crossEntropy,
      metrics: [accuracy],
    })
    const { loss, metrics } = await learn.validate()
    const { predictions, targets } = await learn.getPreds()
    const matrix = confusionMatrix(predictions, targets)
    const digits = matrix.map((row, digit) => {
      const count = row.reduce((sum, n) => sum + n, 0)
      return { digit, count, accuracy: count === 0 ? null : row[digit]! / count }
    })
    const confused = mostConfused(matrix).slice(0, MOST_CONFUSIONS)
    const right = metrics['accuracy']!
    return {
      json: {
        model: name,
        data: data.source.name,
        digits: targets.data.length,
        loss,
        accuracy: right,
        confusionMatrix: matrix,
      },
      text: [
        formatTable(
          ['model', 'digits', 'loss', 'accuracy'],
          [[name, targets.data.length, loss.toFixed(6), right.toFixed(4)]],
        ),
        formatTable(
          ['digit', 'images', 'accuracy'],
          digits.map(({ digit, count, accuracy: share }) => [digit, count, share?.toFixed(4) ?? '-']),
        ),
        formatTable(
          ['taken for', 'is', 'times'],
          confused.map(({ actual, predicted, count }) => [predicted, actual, count]),
        ),
        `On ${data.source.name}.`,
      ].join('\n\n'),
    }
  },
}
