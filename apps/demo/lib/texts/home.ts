import { format } from '../format.ts'

export const home = {
  title: 'A recommender, trained here.',
  lede:
    'onecycle trains recommenders in TypeScript, inside Node, as the fast.ai course does it in Python. ' +
    'This model learned from film ratings on this very machine, and these pages let you use it, look inside ' +
    'and train it again.',
  model: 'The serving model',
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
  doors: 'Look inside',
  doorTexts: {
    recommendations:
      'Ten films for any user of the ratings, with predicted stars, beside what that user rated best.',
    bias: 'Films that are liked or disliked more than taste explains: a mean rating does not tell.',
    pca: 'Forty learned numbers a film, seen along the three directions in which films differ most.',
  },
} as const
