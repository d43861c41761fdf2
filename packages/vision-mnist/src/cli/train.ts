import { crossEntropy, initBackend } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import { accuracy, Learner } from '@onecycle/learner'
import { epochsData, epochsTable, fitToFile, type Command } from '@onecycle/learner/node'
import { digitLoaders, digitModelNames, digitModels } from '@onecycle/vision-mnist'
import { saveDigitModel } from '@onecycle/vision-mnist/node'
import { DATA_OPTIONS, loadDigits } from './load-digits.ts'
import { DEFAULT_FILE } from './load-model.ts'

/** Trains a model by the one-cycle policy and writes it after every epoch: Ctrl-C leaves the last good one. */
export const train: Command = {
  summary: 'Trains a model on digits and writes it to a file.',
  positionals: [],
  options: {
    model: {
      type: 'string',
      short: 'm',
      value: digitModelNames.join('|'),
      default: 'nn',
      help: 'what learns',
    },
    epochs: { type: 'string', value: 'n', default: '1', help: 'passes over the digits' },
    lr: { type: 'string', value: 'rate', default: '1e-2', help: 'highest learning rate of the one cycle' },
    wd: { type: 'string', value: 'decay', default: '0.01', help: 'weight decay' },
    'batch-size': { type: 'string', value: 'n', default: '64', help: 'digits in a batch' },
    seed: { type: 'string', value: 'n', default: '42', help: 'of the start and the order' },
    out: { type: 'string', short: 'o', value: 'file', default: DEFAULT_FILE, help: 'the model file' },
    quiet: { type: 'boolean', short: 'q', help: 'no progress' },
    ...DATA_OPTIONS,
  },
  examples: ['', '--model logistic --epochs 3 --data mnist --out logistic.safetensors', '--sample'],

  async run(args, signal) {
    const name = args.choice('model', digitModelNames)
    const epochs = args.number('epochs', { min: 1, integer: true })
    const lr = args.number('lr', { min: 0 })
    const wd = args.number('wd', { min: 0 })
    const batchSize = args.number('batch-size', { min: 1, integer: true })
    const seed = args.number('seed', { min: 0, integer: true })
    const out = args.required('out')

    const { train: training, valid, source } = await loadDigits(args, signal)
    signal.throwIfAborted()
    await initBackend(backendsFromEnvironment())
    const dls = digitLoaders({ train: training, valid }, { batchSize, seed })
    const model = digitModels[name]({ seed })
    const learn = new Learner(dls, model, { lossFn: crossEntropy, metrics: [accuracy], wd })
    await fitToFile({
      out,
      epochs,
      isQuiet: args.has('quiet'),
      signal,
      save: async ({ epoch }) => {
        const about = { data: source.name, seed: String(seed), epochs: `${epoch + 1} of ${epochs}` }
        await saveDigitModel({ name, model, about }, out)
      },
      fit: (callbacks) => learn.fitOneCycle(epochs, lr, { callbacks, signal }),
    })
    const parameters = model.parameters().reduce((sum, { size }) => sum + size, 0)
    return {
      json: { out, model: name, parameters, data: source.name, epochs: epochsData(learn.recorder.epochs) },
      text: `${epochsTable(learn.recorder.epochs)}\n\n${out}: ${name}, ${parameters} parameters, from ${source.name}`,
    }
  },
}
