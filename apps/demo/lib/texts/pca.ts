import { format } from '../format.ts'

export const pca = {
  title: 'What films differ in.',
  lede: (factors: number) =>
    `Nobody told the model what a film is about; it found ${factors} numbers for each by itself. These are the ` +
    'directions in which the films lie furthest apart. What they mean is for you to say.',
  across: 'Component across',
  up: 'Component up',
  towards: 'Component in depth',
  component: (n: number) => `Component ${n}`,
  choice: (n: number, share: number) => `${n} · ${format.percent(share)}`,
  explained: (share: number) => `${format.percent(share)} of the variance`,
  colour: 'Colour',
  colours: { genre: 'Genre', year: 'Year', bias: 'Bias', count: 'Number of ratings' },
  otherGenres: 'Other genres',
  yearRange: (from: number | undefined, below: number | undefined) =>
    from === undefined
      ? `before ${below}`
      : below === undefined
        ? `from ${from}`
        : `${from}–${(below - 1) % 100}`,
  biasRange: (from: number | undefined, below: number | undefined) =>
    from === undefined
      ? `below ${format.signed(below ?? 0)}`
      : below === undefined
        ? `from ${format.signed(from)}`
        : `${from === 0 ? '0' : format.signed(from)} to ${below === 0 ? '0' : format.signed(below)}`,
  countRange: (from: number | undefined, below: number | undefined) =>
    from === undefined ? `under ${below}` : below === undefined ? `${from} and more` : `${from}–${below - 1}`,
  search: 'Find a film',
  nothingFound: 'No film on the map has this in its title.',
  show: 'Show',
  view: 'View',
  flat: '2D',
  three: '3D',
  zoomIn: 'Closer',
  zoomOut: 'Further',
  whole: 'Whole map',
  lasso: 'Lasso',
  lassoHelp: 'Draw a line round the films you want to list.',
  lassoed: (films: number) => `${format.count(films)} ${films === 1 ? 'film' : 'films'} in the lasso`,
  dropLasso: 'Drop',
  csv: 'CSV',
  png: 'PNG',
  noWebGl: 'This browser has no WebGL: the map stays flat.',
  loading: 'Loading the third dimension …',
  threeLabel: (x: number, y: number, z: number) =>
    `Films by components ${x}, ${y} and ${z}. Drag or use the arrow keys to turn; scroll, pinch or press + to come closer.`,
  plot: 'The map',
  plotLabel: (x: number, y: number) => `Films by components ${x} and ${y}`,
  plotCaption: (films: number) =>
    `The ${format.count(films)} most rated films. Point at a dot, or focus the map and use the arrow keys. ` +
    'A film of several genres has the colour of the rarest.',
  ratings: (count: number) => `${format.count(count)} ratings`,
  ends: 'The ends',
  endsNote: 'Ten films at each end, as the lesson lists them. The map has the same ones named.',
  high: 'Highest',
  low: 'Lowest',
  scree: 'How much is seen',
  screeNote: 'A map shows two components; the others are what it leaves out.',
  screeCaption: (shown: number, share: number) =>
    `The first ${shown} components hold ${format.percent(share)} of the variance of the factors.`,
  screeTable: 'The share of each component',
  screeColumns: ['Component', 'Share of the variance'],
  table: 'All films as a table',
  coordinates: 'Where the films lie',
  columns: {
    film: 'Film',
    year: 'Year',
    genres: 'Genres',
    ratings: 'Ratings',
    mean: 'Mean rating',
    bias: 'Bias',
  },
} as const
