/** Every text of the site, in one place: a second language is a second file like this one. */
const number = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

export const format = {
  count: (value: number) => number.format(value),
  loss: (value: number) => value.toFixed(3),
  stars: (value: number) => value.toFixed(2),
  signed: (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`,
  coordinate: (value: number) => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`,
  /** A number with no more digits than a plot can show. */
  short: (value: number) => Number(value.toFixed(3)),
  tick: (value: number) => String(value).replace('-', '−'),
  percent: (share: number) => `${(100 * share).toFixed(1)}%`,
  seconds: (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} s`,
  rate: (perSecond: number) => number.format(Number(compact.format(perSecond).replaceAll(',', ''))),
  date: (value: Date) => date.format(value),
}

export const texts = {
  site: {
    name: 'onecycle',
    description: 'Film recommendations from a model trained in TypeScript, on this machine.',
    skip: 'Skip to the content',
    navigation: 'Pages',
    pages: { home: 'Model', recommendations: 'Recommendations', bias: 'Bias', pca: 'Components' },
    footer:
      'onecycle: fast.ai-style training in TypeScript. All that is shown here was computed on this machine.',
  },
  sample: {
    lead: 'Sample data.',
    text: 'These films and ratings are invented: MovieLens was not found here.',
    why: 'Why, and what to do',
    modelOnly: 'The serving model was trained on the sample; one from the ratings found since will follow.',
  },
  home: {
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
  },
  training: {
    title: 'Training',
    start: 'Train it again',
    startFirst: 'Train a model',
    curve:
      'The curve is the learning rate: up for three tenths of the way, then down to almost nothing. ' +
      'What is done is filled.',
    bar: 'Training',
    states: {
      none: 'No training yet.',
      queued: 'Waiting for the trainer …',
      starting: 'Reading the ratings …',
      running: (epoch: number, epochs: number) => `Epoch ${epoch} of ${epochs}`,
      done: 'Trained; the new model serves.',
      failed: (message: string) => `The training failed: ${message}`,
    },
    loss: (value: number) => `training loss ${format.loss(value)}`,
    left: (seconds: number) => `${Math.ceil(seconds)}\u00a0s left`,
    rate: (perSecond: number) => `${format.rate(perSecond)} ratings/s`,
    noAnswer: 'The site does not answer. Trying again …',
    refused: 'The training could not be started.',
    table: {
      caption: 'Losses by epoch',
      epoch: 'Epoch',
      train: 'Training loss',
      valid: 'Validation loss',
      time: 'Time',
    },
  },
  waiting: {
    title: 'The first model is training.',
    lede: 'It takes a moment. This page turns into the full one by itself as soon as there is a model.',
    failedTitle: 'There is no model yet.',
    failedLede: 'The last training failed. You can start another.',
    problemTitle: 'The model cannot be shown.',
  },
  recommendations: {
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
  },
  bias: {
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
  },
  pca: {
    title: 'What films differ in.',
    lede: (factors: number) =>
      `Nobody told the model what a film is about; it found ${factors} numbers for each by itself. These are the ` +
      'directions in which the films lie furthest apart. What they mean is for you to say.',
    pick: 'Axes',
    across: 'Across: component',
    up: 'Up: component',
    componentWord: 'Component',
    component: (n: number) => `Component ${n}`,
    explained: (share: number) => `${format.percent(share)} of the variance`,
    plot: 'The map',
    plotLabel: (x: number, y: number) => `Films by components ${x} and ${y}`,
    plotCaption: (films: number) =>
      `The ${format.count(films)} most rated films. Point at a dot for its title; or focus the map and use the arrow keys.`,
    ends: 'The ends',
    high: 'Highest',
    low: 'Lowest',
    table: 'All films as a table',
    columns: { film: 'Film' },
  },
  plot: { keys: 'Arrow keys go from film to film.' },
  notFound: { title: 'Nothing here.', lede: 'There is no such page.', home: 'To the model' },
  error: { title: 'That did not work.', lede: 'Something went wrong on our side.', again: 'Try again' },
} as const
