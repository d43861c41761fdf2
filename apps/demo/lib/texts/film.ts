import { format } from '../format.ts'

export const film = {
  rate: 'Rate it here',
  predicted: 'stars expected',
  predictNone: 'Rate three films, this one or others, and the model says what you would make of this one.',
  facts: {
    title: 'Facts',
    released: 'Released',
    genres: 'Genres',
    ratings: 'Ratings',
    mean: 'Mean',
    meanValue: (value: number) => `${format.stars(value)} stars`,
    bias: 'Bias',
    biasValue: (bias: number, higherThan: number, films: number) =>
      `${format.signed(bias)}, higher than ${Math.min(99, Math.floor(100 * higherThan))} of 100 films (of ${format.count(films)} ` +
      'with 20 ratings or more)',
  },
  unlearned: 'All ratings of this film were held back for validation: the model has not learned it.',
  histogram: {
    title: 'Ratings',
    caption: (ratings: number, mean: number) =>
      `How ${format.count(ratings)} people rated it; the mean is ${format.stars(mean)}.`,
    table: 'People by stars given',
    columns: ['Stars', 'People', 'Share'],
    stars: (value: number) => (value === 1 ? '1 star' : `${value} stars`),
  },
  alike: {
    title: 'Nearest films',
    note: 'Those whose factors point the same way: liked by the same people, whatever their quality.',
    similarity: 'cosine similarity',
  },
  factors: {
    title: 'What was learned',
    caption: (count: number) =>
      `Its ${count} factors: what decides, with the taste of whoever asks, how far a prediction lies above or below ` +
      'the biases. Nobody named them.',
    table: 'Factors',
    columns: ['Factor', 'Value'],
    factor: (number: number) => `Factor ${number}`,
  },
  map: {
    title: 'On the map',
    caption: (films: number) =>
      `Where it lies among the ${format.count(films)} most rated films, by the two directions in which they differ ` +
      'most. Its colour on this site is its direction from the middle.',
    off: 'It has too few ratings to be on the map of the 1,000 most rated films.',
    link: 'Open the map',
    table: 'Principal components',
    columns: ['Component', 'Here', 'Lowest', 'Highest'],
    component: (number: number) => `Component ${number}`,
  },
} as const
