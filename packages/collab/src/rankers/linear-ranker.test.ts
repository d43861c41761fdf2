import { describe, expect, it } from 'vitest'
import { loadersOf, tasteRatings } from './data-for-tests.ts'
import { fitRanker } from './fit-ranker.ts'
import { linkBetween } from './item-links.ts'
import { LinearRanker } from './linear-ranker.ts'

// A is chosen by three, B by two of them, C by ann and by dan, who has nothing else.
const rows = [
  { user: 'ann', item: 'A', rating: 5 },
  { user: 'ann', item: 'B', rating: 4 },
  { user: 'ann', item: 'C', rating: 1 },
  { user: 'bob', item: 'A', rating: 2 },
  { user: 'bob', item: 'B', rating: 4 },
  { user: 'cat', item: 'A', rating: 4 },
  { user: 'dan', item: 'C', rating: 4 },
]
const dls = loadersOf(rows)
const [A, B, C] = [1, 2, 3]

describe('links by co-occurrence, by hand', () => {
  it.each([
    ['count', 2, 1],
    ['jaccard', 2 / 3, 1 / 3],
    ['lift', 2 / 6, 1 / 4],
    ['cosine', 2 / Math.sqrt(6), 1 / 2],
  ] as const)('%s', (similarity, ab, bc) => {
    const { links } = fitRanker(dls, { model: 'item-knn', similarity }).parts
    expect(linkBetween(links, A, B)).toBeCloseTo(ab, 6)
    expect(linkBetween(links, B, A)).toBeCloseTo(ab, 6)
    expect(linkBetween(links, B, C)).toBeCloseTo(bc, 6)
    expect(linkBetween(links, A, A)).toBe(0)
  })

  it('bm25', () => {
    const { links } = fitRanker(dls, { model: 'item-knn', similarity: 'bm25' }).parts
    // Three items; ann has 3 choices, ln(3 / 4) < 0 counts as 0; bob 2: ln(3 / 3) = 0. Nobody is left.
    expect(links.targets).toHaveLength(0)
    const wide = loadersOf([...rows, ...['D', 'E', 'F'].map((item) => ({ user: 'eve', item, rating: 3 }))])
    const found = fitRanker(wide, { model: 'item-knn', similarity: 'bm25' }).parts.links
    const item = (n: number) => 101 / (100 * (0.2 + (0.8 * n) / (10 / 6)) + 1)
    const users = Math.log(6 / 4) ** 2 + Math.log(6 / 3) ** 2
    expect(linkBetween(found, A, B)).toBeCloseTo(users * item(3) * item(2), 5)
  })

  it('refuses a similarity that it does not know', () => {
    // @ts-expect-error no such similarity
    expect(() => fitRanker(dls, { model: 'item-knn', similarity: 'pearson' })).toThrow(
      'similarity is "pearson"',
    )
  })
})

describe('LinearRanker', () => {
  const ranker = fitRanker(dls, { model: 'sar' })

  it('adds up what the chosen items say', () => {
    expect(ranker.recommend({ user: 'cat' })).toEqual([
      { item: 'B', score: expect.closeTo(2 / 3, 6) as number },
      { item: 'C', score: expect.closeTo(1 / 4, 6) as number },
    ])
    expect(ranker.predict('bob', 'C').score).toBeCloseTo(1 / 4 + 1 / 3, 6)
  })

  it('counts only ratings from where it is told to, and leaves out all that was seen', () => {
    const liking = fitRanker(dls, { model: 'popularity', from: 4 })
    const scores = liking.recommend({ user: 'dan' }, { includeSeen: true })
    expect(scores).toEqual([
      { item: 'A', score: 2 },
      { item: 'B', score: 2 },
      { item: 'C', score: 1 },
    ])
    expect(liking.recommend({ user: 'ann' })).toEqual([])
  })

  it('takes a pair that comes twice once', () => {
    const twice = loadersOf([...rows, ...rows])
    expect(fitRanker(twice, { model: 'popularity' }).parts.itemBias).toEqual(Float32Array.of(0, 3, 2, 2))
  })

  it('scores a new user exactly as a known one', () => {
    const known = fitRanker(loadersOf(tasteRatings(20, 15)), { model: 'ease', regularisation: 2 })
    for (const user of [0, 5, 19]) {
      const chosen = known.rated.ofUser(known.users.indexOf(user))
      const folded = known.foldIn(Array.from(chosen, (item) => known.items.rawId(item)))
      const list = known.recommend({ user })
      expect(folded.recommend().map(({ item }) => item)).toEqual(list.map(({ item }) => item))
      folded.recommend().forEach(({ score }, i) => expect(score).toBeCloseTo(list[i]!.score, 5))
    }
  })

  it('folds in with the options of a list, and names what it does not know', () => {
    const user = ranker.foldIn(['A', 'no film'])
    expect(user.unknown).toEqual(['no film'])
    expect(user.recommend({ n: 1 }).map(({ item }) => item)).toEqual(['B'])
    expect(user.recommend({ deny: ['B'] }).map(({ item }) => item)).toEqual(['C'])
    expect(user.recommend({ includeSeen: true })).toHaveLength(3)
    expect(() => ranker.foldIn([])).toThrow('there are no items to fold in')
    expect(() => ranker.foldIn(['no film'])).toThrow(
      'none of the chosen items ("no film") is among the 3 items',
    )
  })

  it('refuses links that do not fit', () => {
    const { parts } = ranker
    const links = { ...parts.links, targets: parts.links.targets.toReversed() }
    expect(() => new LinearRanker({ ...parts, links })).toThrow('links do not fit together')
    expect(() => new LinearRanker({ ...parts, itemBias: new Float32Array(2) })).toThrow('itemBias is [2]')
  })
})
