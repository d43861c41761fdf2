import { format } from '../format.ts'

export const pca = {
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
} as const
