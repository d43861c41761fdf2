import { OnecycleError } from '@onecycle/tensor-core'
import type { Logger } from 'pino'
import { Catalogue } from './catalogue.ts'
import { openDataset, sameDataset } from './dataset.ts'
import { loadModel, type LoadedModel } from './load-model.ts'
import { modelOf, promotedVersion, promotedVersions, type Model } from './models.ts'
import type { Store } from './store.ts'

/** A model that serves, with the ratings it was trained on. */
export interface Served extends Model, LoadedModel {
  readonly catalogue: Catalogue
}

/** The promoted model does not serve, because it cannot be loaded. */
export interface NotLoaded {
  readonly version: number
  readonly reason: string
}

export interface PromotedModelOptions {
  readonly store: Store
  /** Of the model files. */
  readonly folder: string
  readonly log: Pick<Logger, 'error' | 'info'>
  /** Milliseconds that only go forward. */
  readonly now?: () => number
}

/** How often the store is asked which model is promoted, in milliseconds. */
const askEvery = 250

/** After how long a model that could not be loaded is tried again, in milliseconds: at first, and at most. */
const [pause, longestPause] = [1000, 60_000]

/**
 * The promoted model, ready to answer. It is looked for all the time: a new one is loaded while the old one goes
 * on serving. Where it cannot be loaded the old one stays, or the last one promoted before it that can be.
 */
export class PromotedModel {
  readonly #options: Required<PromotedModelOptions>
  readonly #timer: NodeJS.Timeout
  #current: Served | null = null
  #trouble: (NotLoaded & { readonly attempts: number; readonly again: number }) | null = null
  #looking: Promise<void> | null = null

  constructor(options: PromotedModelOptions) {
    this.#options = { now: () => performance.now(), ...options }
    // Where the store is away, whoever asks it for something says so.
    this.#timer = setInterval(() => void this.#look().catch(() => undefined), askEvery).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  /** Why the promoted model does not serve; null where it does. */
  get notLoaded(): NotLoaded | null {
    return this.#trouble
  }

  /**
   * The model that serves; null where none was ever promoted. Nobody waits as long as there is one.
   *
   * @throws OnecycleError `MODEL_NOT_LOADED`
   */
  async get(): Promise<Served | null> {
    if (!this.#current) await this.#look()
    if (!this.#current && this.#trouble) {
      const { version, reason } = this.#trouble
      throw new OnecycleError('MODEL_NOT_LOADED', `model ${version} cannot be loaded: ${reason}`, { version })
    }
    return this.#current
  }

  /** Looks now: what was promoted before this call serves after it, if it can be loaded. */
  async catchUp(): Promise<void> {
    await this.#looking?.catch(() => undefined) // it may have asked too early
    await this.#look()
  }

  #look(): Promise<void> {
    return (this.#looking ??= this.#lookOnce().finally(() => (this.#looking = null)))
  }

  async #lookOnce(): Promise<void> {
    const { store, now, log } = this.#options
    const version = await promotedVersion(store)
    const known = this.#trouble?.version === version ? this.#trouble : null
    if (version === null || version === this.#current?.version) {
      this.#trouble = null
      return
    }
    if (known && now() < known.again) return
    const error = await this.#load(version)
    if (error === null) {
      if (known) log.info({ version }, 'the promoted model is loaded')
      this.#trouble = null
      return
    }
    const reason = reasonOf(error)
    const attempts = (known?.attempts ?? 0) + 1
    const again = now() + Math.min(longestPause, pause * 2 ** (attempts - 1))
    this.#trouble = { version, reason, attempts, again }
    if (!this.#current) await this.#loadEarlier()
    if (known?.reason === reason) return
    const serves = this.#current?.version ?? null
    log.error({ version, serves, err: error }, 'the promoted model could not be loaded')
  }

  /** The last one that was promoted before and can be loaded. */
  async #loadEarlier(): Promise<void> {
    for (const version of (await promotedVersions(this.#options.store)).slice(1)) {
      if ((await this.#load(version)) === null) return
    }
  }

  /** Lets a model serve. @returns what prevents it */
  async #load(version: number): Promise<unknown> {
    const { store, folder } = this.#options
    const model = (await modelOf(store, version))!
    try {
      this.#current = {
        ...model,
        ...(await loadModel(model, folder)),
        catalogue: await this.#catalogueOf(model),
      }
      return null
    } catch (error) {
      return error
    }
  }

  /** The catalogue at hand where the ratings are the same: they are large, models are small. */
  async #catalogueOf({ card }: Model): Promise<Catalogue> {
    const current = this.#current
    if (current && sameDataset(current.card.dataset, card.dataset)) return current.catalogue
    return new Catalogue(await openDataset(card.dataset))
  }
}

/** For whoever looks at the site: without the paths that are in errors of Node's. */
function reasonOf(error: unknown): string {
  if (OnecycleError.is(error)) return error.message
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'a file of it is missing' : `it cannot be read (${code ?? String(error)})`
}
