import { format } from '../format.ts'
import type { Contestant } from '../quality.ts'

const names: Readonly<Record<Contestant['name'], string>> = {
  hybrid: 'This site',
  ease: 'EASE',
  'item-knn': 'Neighbours among films',
  'dot-bias': 'Dot-bias alone',
  'bias-only': 'Biases alone',
  popularity: 'Popularity',
}

export const quality = {
  title: 'How good is it?',
  lede:
    'A low error makes no good list. So the lists and the stars are measured apart, on ratings that were held out, ' +
    'beside baselines that know next to nothing.',
  measure: 'Measure',
  again: 'Measure again',
  about: 'The trainer trains six models for it, in a few seconds. None of them serves.',
  running: 'Measuring …',
  waiting: 'Waiting for the trainer …',
  failed: (message: string) => `The measurement failed: ${message}`,
  cancelled: 'The measurement was cancelled.',
  none: 'Nothing has been measured here yet.',
  names,
  lists: {
    title: 'Lists',
    table: (k: number) => `nDCG@${k} by model`,
    note: (k: number) =>
      `nDCG@${k}: how many of the films at the top are ones the user went on to rate, the first places counting most.`,
    caption: (k: number, users: number) =>
      `Mean over ${format.count(users)} users of nDCG@${k}; longer is better. This site orders by implicit ALS, and has ` +
      'its stars from dot-bias. Popularity gives everyone the same list.',
  },
  stars: {
    title: 'Stars',
    table: 'RMSE by model',
    note: 'RMSE: by how many stars a prediction is off, large errors counting most.',
    caption: (ratings: number) =>
      `Root of the mean squared error over ${format.count(ratings)} held-out ratings; shorter is better. ` +
      'What only orders predicts no stars, and is not here.',
  },
  table: {
    title: 'All figures',
    caption: 'Models and baselines on the held-out ratings',
    columns: (k: number) =>
      [
        'Model',
        `nDCG@${k}`,
        `MAP@${k}`,
        `Precision@${k}`,
        `Recall@${k}`,
        'Films shown',
        'RMSE',
        'Training',
      ] as const,
    nothing: '–',
    model: 'Model',
    value: 'Value',
  },
  protocol: {
    title: 'How it was measured',
    of: (dataset: string, train: number, test: number, share: number) =>
      `${dataset}. Of each user’s ratings ${format.share(share)} were held out at random: ${format.count(test)} ratings; ` +
      `the models learned from the other ${format.count(train)}.`,
    sample:
      'These ratings are invented: who rates what hangs on little but how well known a film is, so that popularity ' +
      'is hard to beat. With MovieLens the order is another.',
    paragraphs: (k: number) => [
      `A list has ${k} films, chosen from all that the user has not rated in the training part. No sample of ` +
        'candidates is taken: that is known to change the order of models. Every held-out rating is a hit, however ' +
        'many stars it has; the films that a user rates are those that they chose to see.',
      `Precision is the share of the ${k} that are hits, recall the share of the held-out films that are in the list. ` +
        'Average precision adds up the precision at each hit and divides by the number of hits that were possible. ' +
        '“Films shown” is the share of all films that are in anyone’s list: popularity shows next to none.',
      'One split by one seed: differences of a hundredth are chance. The means of five splits, beside other ' +
        'libraries, are in the repository, in docs/benchmarks.md.',
    ],
  },
} as const
