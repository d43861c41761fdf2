import { decodeSafetensors, encodeSafetensors, OnecycleError, type Module } from '@onecycle/tensor-core'
import { digitModelNames, digitModels, type DigitModelName } from './digit-models.ts'

const FORMAT = 'onecycle-digits'
const VERSION = '1'

/** A trained model, what it is, and what it was trained on. */
export interface DigitModel {
  readonly name: DigitModelName
  readonly model: Module
  /** Free text: where the digits came from, how long it was trained. */
  readonly about: Readonly<Record<string, string>>
}

/** A model of digits as the bytes of a safetensors file. */
export async function encodeDigitModel({ name, model, about }: DigitModel): Promise<Uint8Array> {
  return encodeSafetensors({
    tensors: await model.stateDict(),
    metadata: { ...about, format: FORMAT, version: VERSION, model: name },
  })
}

/**
 * Reads what {@link encodeDigitModel} wrote.
 *
 * @throws OnecycleError `BAD_MODEL_FILE`, `STATE_MISMATCH`
 */
export function decodeDigitModel(bytes: Uint8Array): DigitModel {
  const { tensors, metadata } = decodeSafetensors(bytes)
  const { format, version, model: named, ...about } = metadata
  if (format !== FORMAT || version !== VERSION) {
    throw bad(`it is of format ${format ?? 'unknown'} ${version ?? ''}; expected ${FORMAT} ${VERSION}`)
  }
  const name = digitModelNames.find((known) => known === named)
  if (!name) throw bad(`it has the model "${named ?? ''}"; expected ${digitModelNames.join(' or ')}`)
  for (const [tensor, { data }] of tensors) {
    if (!data.every(Number.isFinite)) throw bad(`its tensor ${tensor} has values that are not finite`)
  }
  const model = digitModels[name]({})
  model.loadStateDict(tensors)
  return { name, model, about }
}

const bad = (what: string) => new OnecycleError('BAD_MODEL_FILE', `no model file of digits: ${what}`)
