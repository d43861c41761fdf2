import { checkModel, ModelFileReader, type DecodeOptions } from './model-file-reader.ts'
import type { DenseLayer } from './models/dense-layer.ts'
import { NeuralRecommender } from './models/neural-recommender.ts'

/**
 * Reads the network that `encodeRecommender` wrote.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export function decodeNeuralRecommender(bytes: Uint8Array, options: DecodeOptions = {}): NeuralRecommender {
  const file = new ModelFileReader(bytes, options)
  checkModel(file, 'embedding-nn')
  const layers: DenseLayer[] = []
  while (file.has(`layers.${layers.length}.weight`)) {
    const name = `layers.${layers.length}`
    layers.push({
      weight: file.array(`${name}.weight`, Float32Array, 2),
      bias: file.array(`${name}.bias`, Float32Array).data,
    })
  }
  return new NeuralRecommender({
    ...file.common(),
    userWeight: file.array('user.weight', Float32Array, 2),
    itemWeight: file.array('item.weight', Float32Array, 2),
    layers,
  })
}
