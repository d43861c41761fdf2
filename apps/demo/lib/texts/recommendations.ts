import { format } from '../format.ts'

export const recommendations = {
  title: (user: string | number) => `For user ${user}`,
  titleWithout: 'Recommendations',
  lede: 'The ten films, of those this user has not rated, that the model expects to please most.',
  label: 'User number',
  submit: 'Show',
  some: 'Or one of these, with their number of ratings',
  userWord: 'User',
  ratingsWord: 'ratings',
  list: 'Recommended',
  predicted: 'predicted stars',
  own: 'Rated best by this user',
  ownOf: (shown: number, all: number) => `${shown} of ${format.count(all)} ratings`,
  stars: 'stars',
  unknown: (user: string, users: number) =>
    `There is no user ${user} among the ${format.count(users)} in these ratings.`,
  invalid: (text: string) => `“${text}” is not a user number. Try a whole number, such as 196.`,
} as const
