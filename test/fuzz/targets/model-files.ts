import fc from 'fast-check'
import { decodeNeuralRecommender, decodeRanker, decodeRecommender, encodeRecommender } from '@onecycle/collab'
import { decodeSafetensors, encodeSafetensors, ndArray, type NdArray } from '@onecycle/tensor-core'
import { decodeDigitModel, digitModels, encodeDigitModel } from '@onecycle/vision-mnist'
import { sampleModels } from '../sample-models.ts'
import { editedBytes } from '../edit-bytes.ts'
import { editedJson, toJson } from '../edit-json.ts'
import type { Target } from '../target.ts'

interface Parts {
  readonly header: Record<string, unknown>
  readonly content: Uint8Array
}

/** The header of a safetensors file; texts of its metadata that are JSON are opened, to be edited within. */
function partsOf(bytes: Uint8Array): Parts {
  const length = Number(Buffer.from(bytes).readBigUInt64LE())
  const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as Parts['header']
  const metadata = Object.entries(header['__metadata__'] as Record<string, string>)
  header['__metadata__'] = Object.fromEntries(metadata.map(([name, text]) => [name, opened(text)]))
  return { header, content: bytes.subarray(8 + length) }
}

function opened(text: string): unknown {
  return /^[[{]/.test(text) ? JSON.parse(text) : text
}

function assembled(header: unknown, content: Uint8Array): Uint8Array {
  const { __metadata__: metadata } = (header ?? {}) as { __metadata__?: unknown }
  if (typeof metadata === 'object' && metadata !== null) {
    for (const [name, value] of Object.entries(metadata)) {
      if (typeof value === 'object' && value !== null) Reflect.set(metadata, name, toJson(value))
    }
  }
  const json = Buffer.from(toJson(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return new Uint8Array(Buffer.concat([length, json, content]))
}

/** The files with their headers edited as JSON, so that what is behind the first checks is reached. */
const editedHeaders = (files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.constantFrom(...files).chain((file) => {
    const { header, content } = partsOf(file)
    return editedJson(fc.constant(header)).map((edited) => assembled(edited, content))
  })

const inputsOf = (files: readonly Uint8Array[]) => fc.oneof(editedBytes(files), editedHeaders(files))

const plain = encodeSafetensors({
  tensors: new Map<string, NdArray>([
    ['a', ndArray(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])],
    ['b', ndArray(Int32Array.of(1, 2))],
    ['c', ndArray(Uint8Array.of(7))],
  ]),
  metadata: { made: 'by hand' },
})

const { dotBias, network, factors, links } = await sampleModels()
const digits = await encodeDigitModel({
  name: 'logistic',
  model: digitModels.logistic({}),
  about: { from: 'nothing' },
})

/** Safetensors, and what is kept in them. */
export const modelFiles: readonly Target[] = [
  { name: 'safetensors', inputs: inputsOf([plain]), parse: decodeSafetensors },
  {
    name: 'recommender, dot-bias',
    inputs: inputsOf([encodeRecommender(dotBias)]),
    parse: (input) => decodeRecommender(input),
  },
  {
    name: 'recommender, network',
    inputs: inputsOf([encodeRecommender(network)]),
    parse: (input) => decodeNeuralRecommender(input),
  },
  {
    name: 'ranker',
    inputs: inputsOf([encodeRecommender(factors), encodeRecommender(links)]),
    parse: (input) => decodeRanker(input),
  },
  { name: 'model of digits', inputs: inputsOf([digits]), parse: decodeDigitModel },
]
