import { format } from '../format.ts'

export const bias = {
  title: 'Liked beyond taste.',
  lede:
    'The model splits a rating into taste (does this film suit this person?) and two biases. A film’s bias ' +
    'is what is left when taste is accounted for: high for films that please even those they are not made ' +
    'for, low for films that let down even those they are.',
  films: 'Films',
  filmsNote: 'At a bias of 0, the factors alone explain what people gave.',
  minimum: 'Ratings at least',
  minimumShort: (ratings: number) => format.count(ratings),
  scope: (films: number) => `${format.count(films)} ${films === 1 ? 'film' : 'films'}`,
  lesson: 'The lesson looks at the 1,000 most rated.',
  search: 'Find a film',
  found: (films: number) =>
    films === 0 ? 'No film has this in its title.' : `${format.count(films)} found, marked in the plot.`,
  foundFew: (ratings: number, films: number) =>
    `${format.count(films)} found, but not among those with ${format.count(ratings)} ratings or more.`,
  foundTable: 'Found',
  show: 'Show',
  lowest: 'Lowest bias',
  highest: 'Highest bias',
  columns: { film: 'Film', bias: 'Bias', mean: 'Mean rating', ratings: 'Ratings' },
  plotLabel: 'Films by mean rating and bias',
  plotCaption:
    'Each dot is a film, the larger the more it was rated. A higher mean mostly means a higher bias; yet films with ' +
    'the same mean lie far apart. Films with few ratings stay near 0: weight decay holds them there.',
  axes: { x: 'Mean rating', y: 'Bias' },
  ratings: (count: number) => `${format.count(count)} ratings`,
  table: 'All films',
  why: 'Why it is not the mean',
  whyNote: 'Two films with the same mean, and as unlike in their biases as the data have them.',
  contrast: (mean: number, otherMean: number, expected: number, otherExpected: number) =>
    `People gave both of them nearly the same: ${format.stars(mean)} and ${format.stars(otherMean)} stars. But ` +
    'not the same people. A mean forgets who was asked. The model does not: it knows how much each of ' +
    'them likes films of the kind, and how generous each is. From its own audience it would expect ' +
    `${format.stars(expected)} stars for the first and ${format.stars(otherExpected)} for the second, if each were ` +
    'a film like any other. What a film gets beyond that, its bias has to explain.',
  expected: 'expected of its audience',
  given: 'given',
  biasWord: 'bias',
  users: 'Users, too',
  usersNote: 'The other bias: what someone gives whatever they see.',
  usersLabel: 'Users by bias',
  usersCaption: (users: number) =>
    `The biases of ${format.count(users)} users. They are learned with those of the films: a generous user makes no ` +
    'film better.',
  usersAxis: 'Bias of the user',
  harshest: (user: string | number, mean: number) =>
    `User ${user} likes nothing: ${format.stars(mean)} stars in the mean.`,
  kindest: (user: string | number, mean: number) =>
    `User ${user} likes everything: ${format.stars(mean)} stars.`,
  binColumns: ['Bias', 'Users'],
  bin: (low: number, high: number) => `${format.signed(low)} to ${format.signed(high)}`,
} as const
