import { format } from '../format.ts'

export const bias = {
  title: 'Liked beyond taste.',
  lede:
    'The model splits a rating into taste (does this film suit this person?) and two biases. A film’s bias ' +
    'is what is left when taste is accounted for: high for films that please even those they are not made ' +
    'for, low for films that let down even those they are.',
  scope: (films: number) => `Among the ${format.count(films)} most rated films.`,
  lowest: 'Lowest bias',
  highest: 'Highest bias',
  columns: { film: 'Film', bias: 'Bias', mean: 'Mean rating', ratings: 'Ratings' },
  plot: 'Against the mean',
  plotCaption:
    'Each dot is a film. Bias and mean rating go together, but not all the way: at the same mean, a film with ' +
    'a higher bias did better than its audience’s taste led to expect.',
  plotLabel: 'Films by mean rating and bias',
  axes: { x: 'Mean rating', y: 'Bias' },
  table: 'All films as a table',
} as const
