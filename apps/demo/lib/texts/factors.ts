import { format } from '../format.ts'

export const factors = {
  title: 'A model you can edit.',
  lede:
    'The lesson begins in a spreadsheet, and so does this page. Five numbers stand for each user’s taste, five for ' +
    'each film’s content; multiply and add, and out comes a rating. Change a number and watch the error.',
  sheet: 'The worksheet',
  caption: (users: number, films: number, rated: number) =>
    `The ${users} users with the most ratings, and the ${films} films with the most: ${rated} ratings. In each cell ` +
    'stands what the numbers in its row and its column predict, and small below it the rating itself. The stronger ' +
    'the colour, the larger the error.',
  corner: 'Films',
  user: 'User',
  factor: (k: number) => `Factor ${k}`,
  bias: 'Bias',
  userCell: (user: string | number, what: string) => `User ${user}, ${what}`,
  filmCell: (title: string, what: string) => `${title}, ${what}`,
  tooHigh: 'too high',
  tooLow: 'too low',
  ratingWord: 'rated',
  notRated: 'not rated',
  rmse: 'root mean squared error, in stars, over the rated cells',
  lesson: (biases: boolean) =>
    biases
      ? 'With biases the lesson’s workbook ends at 0.319, on ratings of its own.'
      : 'Without biases the lesson’s workbook ends at 0.393, on ratings of its own.',
  step: 'One gradient step',
  solve: 'Solve',
  again: 'New random numbers',
  copy: 'Copy as CSV',
  biases: 'With biases',
  start: 'The factors are random numbers between 0 and 1.',
  changed: {
    step: (from: number, to: number) =>
      `One step down the gradient, at a learning rate of 0.5: ${format.loss(from)} → ${format.loss(to)}.`,
    solve: (from: number, to: number) =>
      `Solved, users and films in turn until the error rests: ${format.loss(from)} → ${format.loss(to)}.`,
    edit: (from: number, to: number) => `Your number: ${format.loss(from)} → ${format.loss(to)}.`,
    again: 'New random numbers between 0 and 1.',
    biasesOn: 'A bias for each user and film. They begin at 0.',
    biasesOff: 'No biases: dot products alone.',
    copied: 'Copied: the factors, the predictions and the ratings.',
    notCopied: 'This browser does not let the page copy.',
  },
  withoutScript: 'The numbers can be changed where JavaScript is on.',
  reading: 'What the numbers are',
  notes: [
    {
      title: 'Taste times content',
      text:
        'A user’s five numbers and a film’s five numbers are multiplied pair by pair and added up. If the third ' +
        'number of a film says “has songs” and the third of a user says “likes songs”, the product is large. Nobody ' +
        'says what the numbers mean: they become whatever makes the errors small.',
    },
    {
      title: 'Some are simply better',
      text:
        'A dot product has to spend factors to say that a film is liked by all, or that a user likes nothing. A bias ' +
        'says it with one number each. Switch biases on and solve again: the error falls.',
    },
    {
      title: 'From here to the real model',
      text:
        'This is the model of the whole site at a smaller scale. The real one has forty factors and all ratings, holds ' +
        'its numbers small (weight decay), and is judged on ratings that it has not seen.',
    },
  ],
} as const
