import { decodeSafetensors, OnecycleError, type NdArray, type TensorFile } from '@onecycle/tensor-core'
import { migrateModelFile, type MigrateModelFile } from './model-file-versions.ts'
import type { YRange } from './models/embedding-dot-bias.ts'
import { RatedItems } from './rated-items.ts'
import { RatedVocabulary } from './rated-vocabulary.ts'
import { checkRange } from './recommender-parts.ts'
import { Vocabulary } from './vocabulary.ts'

/** What every recommender's file holds besides its weights. */
export interface CommonParts {
  readonly users: RatedVocabulary
  readonly items: RatedVocabulary
  readonly rated: RatedItems
  readonly yRange: YRange | null
  readonly metadata: Readonly<Record<string, string>>
}

export interface DecodeOptions {
  /** Reads files of versions that this release does not: older than its own migrations, or of your own making. */
  readonly migrate?: MigrateModelFile
}

/** A model file of the current version, whose arrays and texts are checked as they are asked for. */
export class ModelFileReader {
  readonly #file: TensorFile

  /** @throws OnecycleError `BAD_MODEL_FILE` */
  constructor(bytes: Uint8Array, { migrate }: DecodeOptions = {}) {
    this.#file = migrateModelFile(decodeSafetensors(bytes), migrate)
  }

  /** `dot-bias`, `embedding-nn`, ... */
  get model(): string | undefined {
    return this.#file.metadata['model']
  }

  has(name: string): boolean {
    return this.#file.tensors.has(name)
  }

  /** @throws OnecycleError `BAD_MODEL_FILE` */
  array<Data extends Float32Array | Int32Array>(
    name: string,
    kind: new (...args: never[]) => Data,
    sides = 1,
  ): NdArray<Data> {
    const found = this.#file.tensors.get(name)
    if (!(found?.data instanceof kind)) throw badModelFile(`array "${name}" is missing or of another type`)
    if (found.shape.length !== sides) {
      throw badModelFile(`array "${name}" is [${found.shape.join(', ')}]; expected ${sides} sides`)
    }
    return found as NdArray<Data>
  }

  /** @throws OnecycleError `BAD_MODEL_FILE`, `BAD_MODEL`, `BAD_VOCABULARY` */
  common(): CommonParts {
    const users = this.#vocabulary('user')
    const items = this.#vocabulary('item')
    const yRange = this.json('yRange')
    checkRange(yRange)
    const rated = this.itemLists('rated', users.size, items.size)
    return { users, items, rated, yRange, metadata: this.#about() }
  }

  /** Lists of items, one a user: `NAME.offsets` and `NAME.items`. @throws OnecycleError `BAD_MODEL_FILE` */
  itemLists(name: string, users: number, items: number): RatedItems {
    const offsets = this.array(`${name}.offsets`, Int32Array).data
    const rated = this.array(`${name}.items`, Int32Array).data
    const ascending = offsets.every((offset, i) => offset >= (i === 0 ? 0 : offsets[i - 1]!))
    if (
      offsets.length !== users + 1 ||
      offsets[0] !== 0 ||
      !ascending ||
      offsets.at(-1) !== rated.length ||
      !rated.every((item) => item >= 0 && item < items)
    ) {
      throw badModelFile(`its lists of ${name} items do not fit together`)
    }
    return new RatedItems(offsets, rated)
  }

  /** A text that is JSON. @throws OnecycleError `BAD_MODEL_FILE` */
  json(name: string): unknown {
    try {
      return JSON.parse(this.#file.metadata[name] ?? '')
    } catch (error) {
      throw badModelFile(`metadata "${name}" is not JSON`, error)
    }
  }

  #about(): Record<string, string> {
    const about = this.json('about')
    if (
      typeof about !== 'object' ||
      about === null ||
      Array.isArray(about) ||
      !Object.values(about).every((value) => typeof value === 'string')
    ) {
      throw badModelFile('metadata "about" is not a map of texts')
    }
    return about as Record<string, string>
  }

  #vocabulary(side: 'user' | 'item'): RatedVocabulary {
    const { rawIds, size } = Vocabulary.fromJSON(this.json(`${side}s`))
    const counts = this.array(`${side}.counts`, Int32Array).data
    const means = this.array(`${side}.means`, Float32Array).data
    if (counts.length !== size || means.length !== size)
      throw badModelFile(`${side}.counts and ${side}.means must have ${size} values`)
    if (!counts.every((count) => count >= 0) || !means.every(Number.isFinite))
      throw badModelFile(`${side}.counts or ${side}.means has a value that cannot be`)
    return new RatedVocabulary(rawIds, counts, means)
  }
}

export const badModelFile = (what: string, cause?: unknown): OnecycleError =>
  new OnecycleError('BAD_MODEL_FILE', `not a recommender: ${what}`, {}, cause)

/** Which function reads which model. */
const readers: Readonly<Record<string, string>> = {
  'dot-bias': 'decodeRecommender',
  'embedding-nn': 'decodeNeuralRecommender',
  links: 'decodeRanker',
  factors: 'decodeRanker',
}

/** @throws OnecycleError `BAD_MODEL_FILE` naming the function that the file needs */
export function checkModel({ model = 'not named' }: ModelFileReader, ...expected: string[]): void {
  if (expected.includes(model)) return
  const advice = Object.hasOwn(readers, model) ? `; read it with ${readers[model]}` : ''
  throw badModelFile(`its model is ${model}, expected ${expected.join(' or ')}${advice}`)
}
