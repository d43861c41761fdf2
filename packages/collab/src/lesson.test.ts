import { beforeAll, describe, expect, it } from 'vitest'
import { pca } from '@onecycle/tensor-core/pca'
import { CollabDataLoaders } from './collab-data-loaders.ts'
import { collabLearner, type CollabLearner } from './collab-learner.ts'
import { movieLens100k } from './movielens/movielens-100k.ts'
import type { MovieRatings } from './ratings.ts'
import { movieLens100kTestFolder } from './test-data.ts'

// Figures of the lesson (fast.ai v3, lesson 5) that do not hang on a random start, on its own split.
const lowestOfTheLesson = [
  'Children of the Corn: The Gathering (1996)',
  'Lawnmower Man 2: Beyond Cyberspace (1996)',
  'Island of Dr. Moreau, The (1996)',
  'Mortal Kombat: Annihilation (1997)',
  'Cable Guy, The (1996)',
  'Leave It to Beaver (1997)',
  'Crow: City of Angels, The (1996)',
  'Striptease (1996)',
  'Free Willy 3: The Rescue (1997)',
  'Barb Wire (1996)',
  'Grease 2 (1982)',
  'Beverly Hills Ninja (1997)',
  "Joe's Apartment (1996)",
  'Bio-Dome (1996)',
  "Stephen King's The Langoliers (1995)",
]
const highestOfTheLesson = [
  "Schindler's List (1993)",
  'Titanic (1997)',
  'Shawshank Redemption, The (1994)',
  'L.A. Confidential (1997)',
  'Rear Window (1954)',
  'Silence of the Lambs, The (1991)',
  'Star Wars (1977)',
  'Good Will Hunting (1997)',
  'As Good As It Gets (1997)',
]

const endsOfItsFirstComponent = [
  [
    'Chinatown (1974)',
    'Wrong Trousers, The (1993)',
    'Casablanca (1942)',
    'Close Shave, A (1995)',
    'Secrets & Lies (1996)',
    'Lawrence of Arabia (1962)',
    '12 Angry Men (1957)',
    'Sling Blade (1996)',
    'Ran (1985)',
    'Third Man, The (1949)',
  ],
  [
    'Jungle2Jungle (1997)',
    'Children of the Corn: The Gathering (1996)',
    'Home Alone 3 (1997)',
    "McHale's Navy (1997)",
    'Bio-Dome (1996)',
    'D3: The Mighty Ducks (1996)',
    'Leave It to Beaver (1997)',
    'Congo (1995)',
    'Batman & Robin (1997)',
    'Flipper (1996)',
  ],
]

const folder = movieLens100kTestFolder()
describe.runIf(folder)("the lesson's collaborative filtering, on its own split", () => {
  let data: MovieRatings
  const learners: CollabLearner[] = []
  beforeAll(async () => {
    data = await movieLens100k({ dir: folder! })
    for (const seed of [1, 2, 3, 4, 5]) {
      const dls = CollabDataLoaders.fromRatings(data.ratings, {
        item: 'title',
        split: 'numpy',
        validPct: 0.1,
        seed: 42,
        batchSize: 64,
      })
      const learn = await collabLearner(dls, { nFactors: 40, yRange: [0, 5.5], wd: 0.1, seed })
      await learn.fitOneCycle(5, 5e-3)
      learners.push(learn)
    }
  }, 60_000)

  it('merges as the lesson does: Kolya first', () => {
    const { user, rating, title } = data.ratings
    expect(title!.slice(0, 5)).toEqual(Array(5).fill('Kolya (1996)'))
    expect([0, 1, 2, 3, 4].map((row) => user[row])).toEqual([196, 63, 226, 154, 306])
    expect([...rating.subarray(0, 5)]).toEqual([3, 3, 5, 3, 5])
  })

  it('has tables of 944 and 1654 rows', () => {
    const { model } = learners[0]!
    expect(
      [model.uWeight, model.iWeight, model.uBias, model.iBias].map(({ weight }) => weight.shape),
    ).toEqual([
      [944, 40],
      [1654, 40],
      [944, 1],
      [1654, 1],
    ])
  })

  it('reaches 0.810 to 0.816 in the mean of five seeds (PyTorch: 0.8130 +- 0.0029; the lesson: 0.813588)', () => {
    const losses = learners.map(({ recorder }) => recorder.epochs.at(-1)!.validLoss)
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length
    expect(mean).toBeGreaterThan(0.81)
    expect(mean).toBeLessThan(0.816)
    for (const loss of losses) expect(Math.abs(loss - 0.813)).toBeLessThan(0.01)
  })

  it('takes the same way there: within 0.006 of PyTorch after each epoch, in the mean of five seeds', () => {
    for (const [epoch, loss] of [0.9487, 0.8836, 0.8363, 0.814, 0.813].entries()) {
      const losses = learners.map(({ recorder }) => recorder.epochs[epoch]!.validLoss)
      const mean = losses.reduce((sum, each) => sum + each, 0) / losses.length
      expect(Math.abs(mean - loss), `epoch ${epoch + 1}: ${mean}`).toBeLessThan(0.006)
    }
  })

  it('knows the ten most rated films', () => {
    expect(learners[0]!.dls.items.mostRated(10)).toEqual([
      'Star Wars (1977)',
      'Contact (1997)',
      'Fargo (1996)',
      'Return of the Jedi (1983)',
      'Liar Liar (1997)',
      'English Patient, The (1996)',
      'Scream (1996)',
      'Toy Story (1995)',
      'Air Force One (1997)',
      'Independence Day (ID4) (1996)',
    ])
  })

  it("finds at least 10 of the lesson's 15 lowest biases and 7 of its 9 highest, with every seed", async () => {
    for (const learn of learners) {
      const top = learn.dls.items.mostRated(1000)
      const { values } = await learn.bias(top)
      const ordered = top
        .map((title, i) => ({ title: String(title), bias: values[i]! }))
        .sort((a, b) => a.bias - b.bias)
        .map(({ title }) => title)
      const shared = (a: readonly string[], b: readonly string[]) =>
        a.filter((title) => b.includes(title)).length
      expect(shared(ordered.slice(0, 15), lowestOfTheLesson)).toBeGreaterThanOrEqual(10)
      expect(shared(ordered.slice(-15), highestOfTheLesson)).toBeGreaterThanOrEqual(7)
    }
  })

  it('knows the mean ratings that the lesson shows beside the biases', () => {
    const { items } = learners[0]!.dls
    expect(items.meanRating('Children of the Corn: The Gathering (1996)')).toBeCloseTo(1.3158, 3)
    expect(items.meanRating('Lawnmower Man 2: Beyond Cyberspace (1996)')).toBeCloseTo(1.714, 3)
    expect(items.meanRating('Island of Dr. Moreau, The (1996)')).toBeCloseTo(2.158, 3)
    expect(items.meanRating("Schindler's List (1993)")).toBeCloseTo(4.466, 3)
  })

  it('gives factors and three principal components of the 1,000 most rated', async () => {
    const [learn] = learners
    const top = learn!.dls.items.mostRated(1000)
    expect((await learn!.bias(top)).values).toHaveLength(1000)
    const { values } = await learn!.weight(top)
    expect(values.shape).toEqual([1000, 40])
    expect(pca(values, 3).projected.shape).toEqual([1000, 3])
  })

  it('puts the films of both ends of its first component far apart there, too', async () => {
    for (const learn of learners) {
      const titles = learn.dls.items.mostRated(1000)
      const { values } = await learn.weight(titles)
      const { projected } = pca(values, 1)
      const order = titles.map((_, row) => row).sort((a, b) => projected.data[a]! - projected.data[b]!)
      const placesOf = (films: readonly string[]) => films.map((film) => order.indexOf(titles.indexOf(film)))
      // Which end is which is the sign of an axis.
      const [low, high] = endsOfItsFirstComponent.map(placesOf).sort((a, b) => a[0]! - b[0]!)
      expect(Math.min(...low!)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...low!)).toBeLessThan(100)
      expect(Math.min(...high!)).toBeGreaterThanOrEqual(900)
    }
  })
})
