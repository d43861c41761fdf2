import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@onecycle/tensor-core/node'
import { decodeDigitModel, encodeDigitModel, type DigitModel } from '@onecycle/vision-mnist'

/** Writes a model of digits to a safetensors file, atomically: a reader finds the old model or the new one. */
export const saveDigitModel = async (model: DigitModel, path: string): Promise<void> =>
  writeFileAtomic(path, await encodeDigitModel(model))

/** Reads what {@link saveDigitModel} wrote. @throws OnecycleError `BAD_MODEL_FILE`, `STATE_MISMATCH` */
export const loadDigitModel = async (path: string): Promise<DigitModel> =>
  decodeDigitModel(await readFile(path))
