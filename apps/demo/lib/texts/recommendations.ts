import { format } from '../format.ts'

export const recommendations = {
  mine: 'For you.',
  title: (user: string | number) => `For user ${user}.`,
  titleWithout: 'Recommendations',
  ledeMine: (ratings: number) =>
    `What people with your taste went on to watch, with the stars the model expects of you. From your ${ratings === 1 ? 'one rating' : `${ratings} ratings`}: worked ` +
    'out on this request, without training.',
  lede:
    'The films, of those this user has not rated, that people with the same films went on to watch; with the stars ' +
    'that the model expects.',
  ledeNone:
    'Rate three films, and they are for you. Until then: for any of the people whose ratings trained the model.',
  rateFirst: 'Rate films',
  who: 'For whom',
  you: 'You',
  yours: (ratings: number) => `${format.count(ratings)} ratings`,
  label: 'User number',
  submit: 'Show',
  some: 'People of the ratings, with their number of ratings',
  userWord: 'User',
  ratingsWord: 'ratings',
  filters: 'Which films',
  genre: 'Genre',
  allGenres: 'All genres',
  from: 'From',
  to: 'to',
  popular: 'How well known',
  popularStep: (ratings: number) => (ratings === 0 ? 'any film' : `${format.count(ratings)} ratings or more`),
  letIn: (films: number) => (films === 1 ? 'One film.' : `${format.count(films)} films.`),
  badYears: 'Years are whole numbers, such as 1990.',
  list: 'Recommended',
  none: 'No film is left: let in more of them.',
  predicted: 'predicted stars',
  why: 'Why',
  whyCaption: (name: string, score: string) => `${name}: why ${score} stars`,
  whyNote:
    'Each step starts where the one above it ends, so that the steps sum to the predicted stars. The model adds up ' +
    'its parts before a sigmoid bends the sum into the range of stars: the same part moves less near the ends.',
  placeWhy: 'Its place in the list',
  placeNote: (mine: boolean) =>
    `From who rated what, however many stars: people with ${mine ? 'your' : 'these'} films went on to rate this one. ` +
    'The parts add up to its score, which orders the list and is no number of stars.',
  placeScore: 'Score',
  placeRest: (count: number) => (count === 1 ? 'One other film' : `${format.count(count)} other films`),
  starsWhy: 'Its stars',
  parts: {
    global: 'Any film, anyone',
    itemBias: 'This film’s bias',
    averageTaste: 'Everyone’s taste for it',
    mine: 'Your bias',
    userBias: 'This user’s bias',
    factor: (number: number) => `Taste, factor ${number + 1}`,
    rating: (name: string, stars: number) => `Your ${format.rating(stars)} for ${name}`,
    restFactors: (count: number) => `Taste, ${count} other factors`,
    restRatings: (count: number) => (count === 1 ? 'Your other rating' : `Your ${count} other ratings`),
  },
  steps: { part: 'Part', change: 'Stars', score: 'So far' },
  total: 'Predicted stars',
  alike: 'More like this',
  hide: 'Hide',
  hidden: (count: number) => (count === 1 ? 'One film is hidden.' : `${count} films are hidden.`),
  hiddenList: 'Hidden films',
  unhide: 'Show again',
  own: 'Rated best',
  ownOf: (shown: number, all: number) => `${shown} of ${format.count(all)} ratings`,
  stars: 'stars',
  unknown: (user: string, users: number) =>
    `There is no user ${user} among the ${format.count(users)} in these ratings.`,
  invalid: (text: string) => `“${text}” is not a user number. Try a whole number, such as 196.`,
} as const
