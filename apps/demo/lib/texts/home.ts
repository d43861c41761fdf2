import { format } from '../format.ts'

export const home = {
  title: 'Rate three films. Watch it guess the rest.',
  lede: (ratings: number, seconds: number) =>
    'onecycle trains recommenders in TypeScript, inside Node, as the fast.ai course does it in Python. The one you ' +
    `are looking at learned from ${format.count(ratings)} ratings on this machine, in ${format.seconds(seconds)}.`,
  start: 'Rate films',
  look: 'See what it recommends',
  wall: 'Films that divide people',
  wallNote: (factors: number) =>
    `No posters: each card is the film’s ${factors} learned factors, in the colour of its place on the map of films.`,
  doors: 'Three doors',
  door: {
    rate: {
      title: 'Rate',
      text: 'Half a star to five. From the third film on, recommendations, and the ratings of yours that led to each.',
    },
    explore: {
      title: 'Explore',
      text: 'Films liked beyond taste, the directions in which films differ, and what each of the factors means.',
    },
    train: {
      title: 'Train',
      text: 'One cycle of the learning rate, five passes over the ratings, a new model: before you have read this.',
    },
  },
  model: 'The serving model',
  notLoaded: (promoted: number, reason: string, serves: number) =>
    `Model ${promoted} was promoted, but it cannot be loaded: ${reason}. Model ${serves} serves until it can.`,
  lossCaption: (share: number) =>
    `mean squared error on the ${Math.round(100 * share)}% of the ratings it has not seen`,
  facts: {
    version: 'Version',
    trained: 'Trained',
    duration: 'Took',
    durationValue: (seconds: number, epochs: number) => `${format.seconds(seconds)}, ${epochs} epochs`,
    speed: 'Speed',
    speedValue: (perSecond: number) => `${format.rate(perSecond)} ratings a second`,
    device: 'Device',
    recipe: 'Recipe',
  },
  recipe: (lr: number, nFactors: number, wd: number, batchSize: number) =>
    `one cycle to ${lr}, ${nFactors} factors, weight decay ${wd}, batches of ${batchSize}`,
  ratings: 'The ratings',
  data: { users: 'users', films: 'films', ratings: 'ratings', source: 'Source', citation: 'Citation' },
  recovery: {
    title: 'Did it find what is there?',
    note:
      'The sample is invented, so it is known what is in it: a quality for each film, and tastes along a few ' +
      'hidden factors.',
    bias: (films: number) =>
      `correlation of learned bias with planted quality, over the ${format.count(films)} films with 20 ratings or more`,
    factors: (components: number, chance: number) =>
      `of the planted tastes lie within the first ${components} principal components of what was learned; by ` +
      `chance it would be ${format.percent(chance)}`,
    why: (first: number) =>
      'Quality is the easy part: the recipe of the lesson finds it almost whole. Tastes are faint in this sample, a ' +
      'few tenths of a star among noise of 0.9, and most of them drown, so that the second number stays small. ' +
      `With quality the first component has a correlation of ${format.stars(first)}.`,
  },
} as const
