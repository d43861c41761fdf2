import { Generator } from '@onecycle/tensor-core'
import { expect, it } from 'vitest'
import { loadersOf, matrixOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker } from './fit-ranker.ts'
import { RankerWasm } from './ranker-wasm.ts'

it('steps up the slope of ln sigmoid(x_ui - x_uj), by finite differences', () => {
  const [width, lr, lambda] = [8, 1e-3, 0.1]
  const wasm = new RankerWasm([16, 24, 3, 3])
  const rng = new Generator(3)
  const draw = (n: number) => wasm.float32(Float32Array.from({ length: n }, () => 0.5 * rng.normal()))
  const tables = [draw(16), draw(24), draw(3)]
  const before = tables.map((table) => Float64Array.from(table))
  const objective = ([user, item, bias]: readonly Float64Array[]) => {
    let lead = bias![2]! - bias![1]!
    for (let k = 0; k < width; k++) lead += user![8 + k]! * (item![16 + k]! - item![8 + k]!)
    const touched = [user!.subarray(8), item!.subarray(8), bias!.subarray(1)]
    const norm = touched.reduce((sum, values) => values.reduce((s, value) => s + value * value, sum), 0)
    return -Math.log1p(Math.exp(-lead)) - (lambda / 2) * norm
  }
  const triples = wasm.int32([1, 2, 1])
  const [user, item, bias] = tables.map(({ byteOffset }) => byteOffset)
  wasm.kernels.rankPairs(user!, item!, bias!, 4 * width, triples.byteOffset, 1, lr, lambda)
  before.forEach((table, t) =>
    table.forEach((value, at) => {
      table[at] = value + 1e-5
      const above = objective(before)
      table[at] = value - 1e-5
      const slope = (above - objective(before)) / 2e-5
      table[at] = value
      expect((tables[t]![at]! - value) / lr).toBeCloseTo(slope, 3)
    }),
  )
})

it('learns to put what was chosen above what was not, for new users too', () => {
  const dls = loadersOf(tasteRatings(40, 30))
  const ranker = fitRanker(dls, { model: 'bpr', nFactors: 4, lr: 0.05, iterations: 200 })
  const x = matrixOf(dls)
  let [hits, foldedHits, all] = [0, 0, 0]
  for (let user = 1; user < dls.users.size; user++) {
    const chosen = Array.from(ranker.rated.ofUser(user), (item) => dls.items.rawId(item))
    const isChosen = ({ item }: { item: string | number }) => x[user]![dls.items.indexOf(item)] === 1
    const list = { n: chosen.length, includeSeen: true }
    hits += ranker.recommend({ user: dls.users.rawId(user) }, list).filter(isChosen).length
    foldedHits += ranker.foldIn(chosen).recommend(list).filter(isChosen).length
    all += chosen.length
  }
  // By chance it would be 0.38, by popularity 0.45.
  expect(hits / all).toBeGreaterThan(0.75)
  expect(foldedHits / all).toBeGreaterThan(0.7)
})

it('gives the same numbers for the same seed', () => {
  const dls = loadersOf(tasteRatings(10, 12))
  const train = (seed: number) => fitRanker(dls, { model: 'bpr', iterations: 3, seed }).parts.userWeight.data
  expect(train(1)).toEqual(train(1))
  expect(train(2)).not.toEqual(train(1))
})

it('leaves a user alone who has chosen everything', () => {
  const dls = loadersOf([1, 2, 3].map((item) => ({ user: 'ann', item, rating: 5 })))
  const ranker = fitRanker(dls, { model: 'bpr', iterations: 3 })
  expect(ranker.recommend({ user: 'ann' }, { includeSeen: true })).toHaveLength(3)
  expect(ranker.foldIn([1, 2, 3]).recommend()).toEqual([])
})
