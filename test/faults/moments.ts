import { watch } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Generator } from '@onecycle/tensor-core'
import { maxAttempts } from '../../apps/demo/server/jobs.ts'
import { isNoStore } from '../../apps/demo/server/no-store.ts'
import { postgresPrograms, startPostgres, type TestPostgres } from '../../postgres.shared.ts'
import type { Running } from '../browser/process.ts'
import { listenOnce } from '../browser/site.ts'
import { startTrainer, startWeb, type Web } from './processes.ts'
import { Stored } from './stored.ts'
import { Refusal, Visitor } from './visitor.ts'

export interface MomentsOptions {
  /** How often something is killed. */
  readonly moments: number
  readonly seed: number
  /** What the store is on; a PostgreSQL is killed, too. */
  readonly store: 'sqlite' | 'postgres'
  readonly log?: (line: string) => void
}

/** What was acknowledged over all moments, and still there at the end. */
export interface Survived {
  readonly killed: { readonly trainer: number; readonly site: number; readonly store: number }
  readonly ratings: number
  readonly promotions: number
  readonly trainings: number
  /** Trainings that more than one trainer worked on. */
  readonly resumed: number
}

/** Some seconds each. */
const recipes = [
  { epochs: 12, nFactors: 64, batchSize: 16, seed: 1 },
  { epochs: 20, nFactors: 32, batchSize: 32, seed: 2 },
]

const minutes = 60_000

/**
 * Trains, promotes and rates, kills the trainer, the site (SIGKILL) or a PostgreSQL (SIGQUIT) at random moments,
 * starts it again, and looks whether all is there.
 *
 * @throws Error that says what is not
 */
export async function survive({ moments, seed, store, log = () => {} }: MomentsOptions): Promise<Survived> {
  const home = await mkdtemp(join(tmpdir(), 'onecycle-faults-'))
  const postgres = store === 'postgres' ? await startPostgres(postgresProgramsOrThrow()) : null
  const world = new World({ home, port: await listenOnce(0), rng: new Generator(seed), postgres })
  let moment = 0
  try {
    await world.begin()
    for (; moment < moments; moment++) log(`${moment + 1}. ${await world.moment()}`)
    return await world.end()
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const where = `at moment ${moment + 1} of seed ${seed}: ${message}\n${world.output()}`
    throw new Error(where, { cause: error })
  } finally {
    await world.close()
    await postgres?.stop()
    await rm(home, { recursive: true, force: true })
  }
}

interface WorldOptions {
  readonly home: string
  readonly port: number
  readonly rng: Generator
  /** Null: the store is a SQLite file. */
  readonly postgres: TestPostgres | null
}

class World {
  readonly #home: string
  readonly #port: number
  readonly #rng: Generator
  readonly #postgres: TestPostgres | null
  readonly #stored: Stored
  readonly #visitor = new Visitor()
  #web: Web | null = null
  #trainer: Running | null = null
  /** The model that each recipe gives without a break, and how long that takes in milliseconds. */
  readonly #whole: { readonly bytes: Buffer; readonly ms: number }[] = []

  // What was acknowledged.
  readonly #ratings = new Map<number, number>()
  readonly #promotions: number[] = []
  readonly #trainings = new Map<number, { readonly recipe: number; readonly serve: boolean }>()
  /** A rating that was sent, and of which nothing came back. */
  #unheard: { readonly film: number; readonly rating: number } | null = null
  #ratingsGiven = 0
  readonly #ended = new Set<number>()
  readonly #resumed = new Set<number>()
  readonly #killed = { trainer: 0, site: 0, store: 0 }
  /** The store is away, or was in this moment. */
  #storeWasAway = false

  constructor({ home, port, rng, postgres }: WorldOptions) {
    this.#home = home
    this.#port = port
    this.#rng = rng
    this.#postgres = postgres
    this.#stored = new Stored(home, postgres?.url)
  }

  /** Trains the first model, and one by each recipe without a break. */
  async begin(): Promise<void> {
    await this.#startAll()
    await until('a first model', async () => {
      const response = await this.#get('/readyz')
      await response.text()
      return response.ok
    })
    for (const recipe of recipes.keys()) {
      const began = performance.now()
      const job = await this.#train(recipe, false)
      await until(`run ${job}`, async () => (await this.#stored.jobs()).get(job)?.status === 'done')
      const model = (await this.#stored.models()).find((found) => found.job === job)!
      this.#whole.push({ bytes: this.#stored.bytes(model), ms: performance.now() - began })
      this.#ended.add(job)
    }
  }

  /** Lets things go on for a random time, kills, looks, and starts again. @returns what happened */
  async moment(): Promise<string> {
    const running = await this.#ensureTraining()
    const using = new AbortController()
    const used = this.#useSite(using.signal)
    used.catch(() => undefined) // what it throws is seen at the end of the moment
    const target = this.#target(running)
    const when = target === 'site' ? await this.#pause(400) : await this.#trainingMoment()
    // The last attempt of a training has to get further: else it would fail, as it should.
    await until('the training to get further', async () =>
      [...(await this.#stored.jobs()).values()].every((job) => !job.isActive || job.attempts < maxAttempts),
    )
    const victims = {
      trainer: target === 'trainer' || target === 'both',
      site: target === 'site' || target === 'both',
      store: target === 'store',
    }
    this.#storeWasAway = victims.store
    await Promise.all([
      victims.trainer && this.#trainer!.kill(),
      victims.site && this.#web!.kill(),
      victims.store && this.#postgres!.kill(),
    ])
    for (const victim of ['trainer', 'site', 'store'] as const) if (victims[victim]) this.#killed[victim]++
    using.abort()
    await used
    if (victims.store) await this.#postgres!.start()
    this.#storeWasAway = false
    await this.#checkStored()
    await this.#startAll(victims)
    await this.#checkServed()
    await this.#checkEnded()
    return `${target} killed ${when}`
  }

  #target(trains: boolean): 'trainer' | 'site' | 'both' | 'store' {
    if (this.#postgres && this.#rng.uniform() < 0.3) return 'store'
    if (trains && this.#rng.uniform() < 0.7) return 'trainer'
    return this.#rng.uniform() < 0.2 ? 'both' : 'site'
  }

  /** Waits for all that was asked for. */
  async end(): Promise<Survived> {
    await until('the last training', async () => {
      await this.#checkEnded()
      return this.#ended.size === this.#trainings.size
    })
    await this.#checkStored()
    await this.#checkServed()
    return {
      killed: this.#killed,
      ratings: this.#ratingsGiven,
      promotions: this.#promotions.length,
      trainings: this.#trainings.size,
      resumed: this.#resumed.size,
    }
  }

  output(): string {
    const [site, trainer] = [this.#web, this.#trainer].map((each) => each?.output().slice(-4000))
    return `The site printed:\n${site}\nThe trainer printed:\n${trainer}`
  }

  async close(): Promise<void> {
    await Promise.all([this.#web?.kill(), this.#trainer?.kill()])
  }

  async #startAll({ trainer, site } = { trainer: true, site: true }): Promise<void> {
    const options = { home: this.#home, env: this.#postgres ? { DATABASE_URL: this.#postgres.url } : {} }
    if (trainer) this.#trainer = startTrainer(options)
    if (site) this.#web = await startWeb({ ...options, port: this.#port })
  }

  /** Asks for a training where none is under way. @returns whether a living trainer works on one */
  async #ensureTraining(): Promise<boolean> {
    const trainer = this.#trainer!
    const active = [...(await this.#stored.jobs())].find(([, { isActive }]) => isActive)
    if (active) {
      // Its trainer was killed: nobody takes it up before the lease has run out. Half of the times there is
      // patience for that.
      const [job, { claims }] = active
      if (this.#rng.uniform() < 0.5) return false
      await until(`run ${job} to be taken up`, async () => {
        const now = (await this.#stored.jobs()).get(job)!
        return now.claims > claims || !now.isActive
      })
      return trainer === this.#trainer
    }
    const job = await this.#train(this.#rng.integer(recipes.length), this.#rng.uniform() < 0.5)
    await until(`run ${job} to begin`, async () => (await this.#stored.jobs()).get(job)!.status !== 'queued')
    return true
  }

  async #train(recipe: number, serve: boolean): Promise<number> {
    const response = await this.#post('/api/training', { ...recipes[recipe], serve })
    if (response.status !== 202) throw new Refusal(`a training was answered with ${response.status}`)
    const { runs } = (await response.json()) as { runs: [number] }
    this.#trainings.set(runs[0], { recipe, serve })
    return runs[0]
  }

  /** A moment of a training: at any time, or while a checkpoint or a model is being written. */
  async #trainingMoment(): Promise<string> {
    const longest = Math.max(...this.#whole.map(({ ms }) => ms))
    if (this.#rng.uniform() < 0.5) return this.#pause(longest)
    let files = 1 + this.#rng.integer(recipes[0]!.epochs)
    const writing = new AbortController()
    const late = setTimeout(() => writing.abort(), longest)
    const name = await new Promise<string | null>((resolve) => {
      writing.signal.addEventListener('abort', () => resolve(null))
      watch(join(this.#home, 'models'), { signal: writing.signal }, (event, name) => {
        if (event === 'rename' && name?.endsWith('.tmp') && --files === 0) resolve(name)
      }).on('error', () => undefined)
    })
    clearTimeout(late)
    writing.abort()
    if (name === null) return `after ${Math.round(longest)} ms`
    return `while it wrote ${name.replace(/\.[\da-f]+\.tmp$/, '')}`
  }

  async #pause(longest: number): Promise<string> {
    const ms = Math.round(this.#rng.uniform() * longest)
    await sleep(ms)
    return `after ${ms} ms`
  }

  /** Rates and promotes, one after the other, until the site is gone or enough was done. */
  async #useSite(enough: AbortSignal): Promise<void> {
    const { address } = this.#web!
    const versions = (await this.#stored.models()).map(({ version }) => version)
    try {
      const films = [...(await this.#visitor.ratings(address)).keys()]
      for (let i = 0; !enough.aborted; i++) {
        const film = films[this.#rng.integer(films.length)]!
        const rating = (1 + this.#rng.integer(10)) / 2
        this.#unheard = { film, rating }
        await this.#visitor.rate(address, film, rating)
        this.#unheard = null
        this.#ratings.set(film, rating)
        this.#ratingsGiven++
        if (i % 3 === 0) await this.#promote(versions[this.#rng.integer(versions.length)]!)
      }
    } catch (error) {
      const siteIsGone = error instanceof TypeError // of fetch
      const storeIsGone = isNoStore(error) || error instanceof Refusal
      if (!siteIsGone && !(this.#storeWasAway && storeIsGone)) throw error
    }
  }

  async #promote(version: number): Promise<void> {
    if ((await this.#stored.promotions()).at(-1) === version) return
    const response = await this.#post(`/api/models/${version}/promote`, {})
    await response.text().catch(() => undefined) // the status was the acknowledgement
    const { status } = response
    if (status === 404) return // its file was removed meanwhile to make room
    if (status !== 200) throw new Refusal(`a promotion was answered with ${status}`)
    this.#promotions.push(version)
  }

  /** Looks at what is stored. */
  async #checkStored(): Promise<void> {
    await this.#stored.check()
    const jobs = await this.#stored.jobs()
    const failed = [...this.#trainings.keys()].filter(
      (job) => (jobs.get(job)?.status ?? 'failed') === 'failed',
    )
    if (failed.length > 0) throw new Error(`run ${failed.join(', ')} is lost`)
    const promoted = await this.#stored.promotions()
    let at = 0
    for (const version of promoted) if (version === this.#promotions[at]) at++
    if (at < this.#promotions.length) {
      throw new Error(`promoted were ${this.#promotions.join(' ')}; stored is ${promoted.join(' ')}`)
    }
  }

  /** Looks at what the site says. */
  async #checkServed(): Promise<void> {
    await until('the promoted model to serve', async () => {
      const ready = (await (await this.#get('/readyz')).json()) as {
        modelVersion: number
        problem: string | null
      }
      return ready.problem === null && ready.modelVersion === (await this.#stored.promotions()).at(-1)
    })
    const shown = await this.#visitor.ratings(this.#web!.address)
    for (const [film, rating] of this.#ratings) {
      const given = shown.get(film)
      if (given === rating) continue
      if (this.#unheard?.film !== film || this.#unheard.rating !== given) {
        throw new Error(`film ${film} was given ${rating}; shown is ${given}`)
      }
    }
    // It may have been noted or not, but from now on it is the one or the other.
    if (this.#unheard) {
      const given = shown.get(this.#unheard.film)
      if (given != null) this.#ratings.set(this.#unheard.film, given)
      this.#unheard = null
    }
  }

  /** Looks at the models of trainings that are over. */
  async #checkEnded(): Promise<void> {
    const jobs = await this.#stored.jobs()
    const models = await this.#stored.models()
    for (const [job, { recipe, serve }] of this.#trainings) {
      const { status, version, claims } = jobs.get(job)!
      if (status === 'failed') throw new Error(`run ${job} failed`)
      if (status !== 'done' || this.#ended.has(job)) continue
      const model = models.find((found) => found.version === version)
      if (!model) throw new Error(`run ${job} is done and left no model`)
      if (!this.#stored.bytes(model).equals(this.#whole[recipe]!.bytes)) {
        throw new Error(`the model of run ${job} has other bytes than without a break`)
      }
      if (serve && !(await this.#stored.promotions()).includes(model.version)) {
        throw new Error(`the model of run ${job} was not promoted`)
      }
      this.#ended.add(job)
      if (claims > 1) this.#resumed.add(job)
    }
  }

  readonly #get = (path: string) => fetch(this.#web!.address + path)

  readonly #post = (path: string, body: unknown) => {
    const { address } = this.#web!
    const headers = { 'content-type': 'application/json', origin: address }
    return fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
}

function postgresProgramsOrThrow(): string {
  const programs = postgresPrograms()
  if (programs) return programs
  throw new Error('there is no /usr/lib/postgresql (Debian: apt-get install postgresql)')
}

/** Waits for something. @throws Error that names it, where it does not come */
async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + 2 * minutes
  while (!(await holds())) {
    if (performance.now() > late) throw new Error(`waited two minutes for ${what}`)
    await sleep(50)
  }
}
