import { checkModel, ModelFileReader, type DecodeOptions } from './model-file-reader.ts'
import { Recommender } from './recommender.ts'

/**
 * Reads the dot-bias model that `encodeRecommender` wrote, in this release or an earlier one.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY`
 */
export function decodeRecommender(bytes: Uint8Array, options: DecodeOptions = {}): Recommender {
  const file = new ModelFileReader(bytes, options)
  checkModel(file, 'dot-bias')
  return new Recommender({
    ...file.common(),
    userWeight: file.array('user.weight', Float32Array, 2),
    itemWeight: file.array('item.weight', Float32Array, 2),
    userBias: file.array('user.bias', Float32Array).data,
    itemBias: file.array('item.bias', Float32Array).data,
  })
}
