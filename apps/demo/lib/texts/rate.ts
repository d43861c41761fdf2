import { format } from '../format.ts'

export const rate = {
  title: 'Rate what you have seen.',
  lede:
    'From the third rating on, the model works out your taste and ranks every film for you: by solving one small ' +
    'equation, not by training again.',
  legend: (name: string) => `Your rating of ${name}`,
  stars: (value: number) => (value === 1 ? '1 star' : `${format.rating(value)} stars`),
  submit: 'Rate',
  unseen: 'Not seen',
  clear: 'Remove',
  seenAfterAll: 'Seen after all',
  undo: (name: string) => `Undo: ${name}`,
  problem: (message: string) => `That was not a rating (${message}). Please try again.`,
  refused:
    'That was not taken in. Choose stars, then press the button beside them; of one visitor, 5,000 answers are kept.',
  noSuchFilm: (id: number) => `There is no film ${id}.`,
  noAnswer: 'The site does not answer. Please try again.',
  search: 'Search titles',
  genre: 'Genre',
  allGenres: 'All genres',
  show: 'Show',
  films: 'Films to rate',
  order: 'First those that tell most about you: many know them, and few agree on them.',
  found: (count: number) => (count === 1 ? '1 film' : `${format.count(count)} films`),
  nothing: 'No film has these words in its title.',
  pages: 'More films',
  previous: 'Previous films',
  next: 'More films',
  panel: 'For you, so far',
  ratings: (count: number) => (count === 1 ? '1 rating' : `${format.count(count)} ratings`),
  missing: (count: number) =>
    count === 1 ? 'One more rating, and films appear here.' : `${count} more ratings, and films appear here.`,
  folded: (ratings: number, milliseconds: number, ranked: number, ranking: number) =>
    `${ratings} ratings folded in in ${format.milliseconds(milliseconds)}, ` +
    `${format.count(ranked)} films ranked in ${format.milliseconds(ranking)}, by what people with your taste went ` +
    'on to watch.',
  predicted: 'predicted stars',
  why: 'All, and why',
  yours: 'Your ratings',
  stored:
    'They are kept on this machine under a random number in a cookie, and used for your recommendations alone.',
  export: 'Download them',
  forget: 'Delete them all',
  forgotten: 'Your ratings and the cookie are deleted.',
} as const
