import { format } from '../format.ts'

export const weightDecay = {
  title: 'Fit, but not too well.',
  lede:
    'A model with many parameters can learn its ratings by heart. One can take parameters away; or keep them, and ' +
    'charge for each what it weighs: lots of parameters, then penalise. That is weight decay.',
  start: 'Train all five',
  again: 'Train all five again',
  count: (done: number, of: number) => `${done} of ${of} trained`,
  glance: {
    title: 'Five models',
    note: 'The lesson’s recipe, five epochs of 40 factors, and nothing changed but the decay.',
    caption:
      'The line is the loss on the ratings that are trained on, the dots those on the ratings held out. ' +
      'With no decay, training goes on improving while the held-out loss turns up: the model overfits. ' +
      'With too much, both stay high: it underfits.',
    chart: (wd: number) => `Losses by epoch at weight decay ${wd}`,
    wd: (wd: number) => `wd ${wd}`,
    train: 'Trained on',
    valid: 'Held out',
    epoch: 'Epoch',
    loss: 'Loss',
    table: 'Losses after the last epoch',
    columns: {
      wd: 'Weight decay',
      train: 'Training loss',
      valid: 'Held-out loss',
      gap: 'Difference',
      rms: 'Weights, root mean square',
    },
    verdicts: { over: 'overfits', best: 'best of the five', under: 'underfits' },
  },
  weights: {
    title: 'What it does to the weights',
    note: 'The more they cost, the smaller they are. With 9,999 of 10,000 next to nothing, they count as one.',
    caption:
      'How many of the learned factors, of all users and films, have which size; all five on the same scale. ' +
      'The tallest bars of the narrow ones are cut off.',
    chart: (wd: number) => `Sizes of the factors at weight decay ${wd}`,
    x: 'Weight',
    rms: (value: number) => `rms ${format.stars(value)}`,
    table: 'Factors by size',
  },
  how: {
    title: 'In formulas',
    paragraphs: [
      'Add the sum of the squared weights, times a factor wd, to the loss: loss + wd · Σw². The sum can be large: ' +
        'predictions off by 0.1 with a penalty of 150 would look worse than predictions off by 100 with none, so wd ' +
        'is small.',
      'The gradient of wd · w² is 2 · wd · w: each step takes a fraction of the weight away. Hence the name; L2 ' +
        'regularisation and weight decay are two ways to write the same thing for plain gradient descent. With Adam ' +
        'they differ, and here the weight is decayed itself, as fast.ai does it.',
      '0.1 is usually good. The library’s default is 0.01, because 0.1 underfits now and then, and for an ' +
        'overfitting model one can at least stop early.',
    ],
  },
  none: 'The five have not been trained yet. It takes about a second.',
} as const
