import { formatTable, Generator } from '@onecycle/tensor-core'
import {
  CollabDataLoaders,
  collabLearner,
  evaluateRanking,
  fitRanker,
  RatedVocabulary,
  type FactorRanker,
  type LinearRanker,
  type Rating,
  type RawId,
  type Recommendation,
  type Recommender,
  type RecommendOptions,
} from '@onecycle/collab'
import { movieLens100k } from '@onecycle/collab/node'

const SEEDS = [1, 2, 3, 4, 5]
const GIVEN = [1, 3, 5, 10, 20]
/** One user of ten is new; of those with more than this many ratings, what lies beyond is the test. */
const ONE_OF = 10
const MOST = 20
const rankers = ['ease', 'ials', 'bpr', 'popularity'] as const

/** Ratings of one person, of which the first may be given to a model. */
interface NewUser {
  readonly user: RawId
  readonly given: readonly Rating[]
  readonly test: readonly Rating[]
}

/** A list and predictions for one new user, however they came about. */
interface Served {
  recommend?(options: RecommendOptions): Recommendation[]
  predict?(item: RawId): number
}

/** New users after 1 to 20 ratings: folded in, against a model trained with these ratings. */
export async function newUsers(): Promise<object> {
  const { ratings } = await movieLens100k({ download: false })
  const rows = Array.from(ratings.rating, (rating, row) => ({
    user: ratings.user[row]!,
    item: ratings.item[row]!,
    rating,
  }))
  const found: Record<string, number[]> = {}
  const add = (name: string, value: number) => (found[name] ??= []).push(value)
  for (const seed of SEEDS) {
    process.stderr.write(`seed ${seed} ...\n`)
    const { known, added } = choose(rows, seed)
    const without = await train(known)
    for (const k of GIVEN) {
      const given = added.map((user) => ({ ...user, given: user.given.slice(0, k) }))
      const folded = measure(given, known, without, 'folded in')
      const trained = await train([...known, ...given.flatMap((user) => user.given)])
      const again = measure(given, known, trained, 'trained')
      for (const [name, value] of [...folded, ...again]) add(`${name}, ${k}`, value)
    }
  }
  return printCurves(found)
}

function printCurves(found: Readonly<Record<string, readonly number[]>>): object {
  const mean = (name: string) => found[name]!.reduce((sum, value) => sum + value, 0) / found[name]!.length
  const measures = ['rmse of dot-bias', 'ndcg of dot-bias', ...rankers.map((model) => `ndcg of ${model}`)]
  const curves = measures.flatMap((measure) =>
    GIVEN.map((k) => {
      const [folded, trained] = [mean(`${measure}, folded in, ${k}`), mean(`${measure}, trained, ${k}`)]
      return {
        measure,
        k,
        folded,
        trained,
        worse: (measure.startsWith('rmse') ? 1 : -1) * (folded / trained - 1),
      }
    }),
  )
  console.log(`new users of MovieLens 100k, a tenth of all: means of seeds ${SEEDS.join(', ')}`)
  console.log(
    formatTable(
      ['', 'ratings given', 'folded in', 'trained with them', 'worse by'],
      curves.map(({ measure, k, folded, trained, worse }) => [
        measure,
        k,
        folded.toFixed(4),
        trained.toFixed(4),
        `${(100 * worse).toFixed(1)}%`,
      ]),
    ),
  )
  return { curves }
}

function choose(rows: readonly Rating[], seed: number): { known: Rating[]; added: NewUser[] } {
  const rng = new Generator(seed)
  const users = [...new Set(rows.map(({ user }) => user))]
  const isNew = new Set(
    Array.from(rng.permutation(users.length).slice(0, users.length / ONE_OF), (i) => users[i]),
  )
  const known = rows.filter(({ user }) => !isNew.has(user))
  const items = new Set(known.map(({ item }) => item))
  const added = [...isNew].map((user) => {
    // An item that nobody else has rated says nothing, to either way.
    const own = rows.filter((row) => row.user === user && items.has(row.item))
    const shuffled = Array.from(rng.permutation(own.length), (i) => own[i]!)
    return { user: user!, given: shuffled.slice(0, MOST), test: shuffled.slice(MOST) }
  })
  return { known, added: added.filter(({ test }) => test.length > 0) }
}

interface Models {
  readonly dotBias: Recommender
  readonly rankers: ReadonlyMap<string, LinearRanker | FactorRanker>
}

async function train(rows: readonly Rating[]): Promise<Models> {
  const dls = CollabDataLoaders.fromRatings(rows, { validPct: 0, batchSize: 64 })
  const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1 })
  await learn.fitOneCycle(5, 5e-3)
  const dotBias = await learn.recommender()
  learn.dispose()
  return { dotBias, rankers: new Map(rankers.map((model) => [model, fitRanker(dls, { model })])) }
}

/** Each measure by its name. */
function measure(
  users: readonly NewUser[],
  known: readonly Rating[],
  { dotBias, rankers }: Models,
  how: 'folded in' | 'trained',
): [name: string, value: number][] {
  const isFolded = how === 'folded in'
  const predicted = users.map((user): Served => {
    if (!isFolded) return { predict: (item) => dotBias.predict(user.user, item).score }
    const folded = dotBias.foldIn(user.given)
    return {
      predict: (item) => folded.predict(item).score,
      recommend: (options) => folded.recommend(options),
    }
  })
  const errors = users.flatMap(({ test }, i) =>
    test.map(({ item, rating }) => (predicted[i]!.predict!(item) - rating) ** 2),
  )
  const rmse = Math.sqrt(errors.reduce((sum, value) => sum + value, 0) / errors.length)
  const lists = [...rankers].map(([model, ranker]): [string, number] => {
    const served = users.map(({ given }): Served =>
      isFolded ? ranker.foldIn(given.map(({ item }) => item)) : {},
    )
    return [`ndcg of ${model}, ${how}`, ndcgOf(users, known, served, ranker)]
  })
  return [
    [`rmse of dot-bias, ${how}`, rmse],
    [`ndcg of dot-bias, ${how}`, ndcgOf(users, known, predicted, dotBias)],
    ...lists,
  ]
}

/** nDCG@10 of the lists, any test rating being relevant; who is not served is asked for from the model. */
function ndcgOf(
  users: readonly NewUser[],
  known: readonly Rating[],
  served: readonly Served[],
  model: Recommender | LinearRanker | FactorRanker,
): number {
  const servedOf = new Map(users.map(({ user }, i) => [user, served[i]!]))
  const ranker = {
    users: new RatedVocabulary(
      users.map(({ user }) => user),
      new Int32Array(users.length + 1),
      new Float32Array(users.length + 1),
    ),
    recommend: ({ user }: { user: RawId }, options: RecommendOptions = {}) =>
      servedOf.get(user)!.recommend?.(options) ?? model.recommend({ user }, options),
  }
  const parts = {
    train: [...known, ...users.flatMap(({ given }) => given)],
    test: users.flatMap(({ test }) => test),
  }
  return evaluateRanking(ranker, parts, { relevantFrom: -Infinity }).model.ndcg
}
