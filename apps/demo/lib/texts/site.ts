export const site = {
  name: 'onecycle',
  description: 'Film recommendations from a model trained in TypeScript, on this machine.',
  skip: 'Skip to the content',
  navigation: 'Pages',
  menu: 'Menu',
  pages: {
    home: 'Home',
    rate: 'Rate',
    recommendations: 'Recommendations',
    quality: 'Quality',
    bias: 'Bias',
    pca: 'PCA',
    factors: 'Factors',
    train: 'Train',
    'weight-decay': 'Weight decay',
    mnist: 'Digits',
    lesson: 'Lesson',
    api: 'API',
  },
  theme: {
    label: 'Colours',
    choices: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },
  footer: 'fast.ai-style training in TypeScript. All that is shown here was computed on this machine.',
  reference: 'Package reference',
  contents: 'Contents',
} as const

export const sample = {
  lead: 'Sample data.',
  text: 'These films and ratings are invented.',
  why: 'Why, and what to do',
  modelOnly: 'The serving model was trained on the sample; one from the ratings found since will follow.',
} as const

export const waiting = {
  title: 'The first model is training.',
  lede: 'It takes a moment. This page turns into the full one by itself as soon as there is a model.',
  failedTitle: 'There is no model yet.',
  failedLede: 'The last training failed. You can start another.',
  problemTitle: 'The model cannot be shown.',
} as const

export const notFound = {
  title: 'Nothing here.',
  lede: 'There is no page at this address, nor a film of that number.',
  caption: 'is what the site answers to an address that it does not know',
} as const

export const error = {
  title: 'That did not work.',
  lede: 'Something went wrong on our side, not on yours. What you have rated is kept.',
  caption: (digest: string | undefined) =>
    'is what the site answers when it fails' +
    (digest === undefined ? '' : `; its log says more of it, under the number ${digest}`),
  again: 'Try again',
} as const

/** Below both of them. */
export const brokenOff = {
  ways: 'Ways on',
  pages: [
    ['Home', '/', 'What this is, and the model that serves.'],
    ['Rate', '/rate', 'Find a film by its title, and say what you make of it.'],
    ['PCA', '/pca', 'A map of the films, by what the model has learned.'],
    ['Lesson', '/lesson', 'The guide, chapter by chapter.'],
  ],
} as const

/** Below every chart. */
export const figure = { numbers: 'The numbers' } as const

export const plot = { keys: 'Arrow keys go from film to film.' } as const
