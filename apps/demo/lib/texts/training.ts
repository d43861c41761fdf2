import { format } from '../format.ts'

/** A training as it goes: on every page that shows one. */
export const training = {
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
    done: 'Trained.',
    failed: (message: string) => `The training failed: ${message}`,
    cancelled: 'Cancelled; what the last whole epoch had learned is kept.',
  },
  loss: (value: number) => `training loss ${format.loss(value)}`,
  left: (seconds: number) => `${Math.ceil(seconds)}\u00a0s left`,
  rate: (perSecond: number, what: 'ratings' | 'digits') => `${format.rate(perSecond)} ${what}/s`,
  noAnswer: 'The site does not answer. Trying again …',
  table: {
    caption: 'Losses by epoch',
    epoch: 'Epoch',
    train: 'Training loss',
    valid: 'Validation loss',
    accuracy: 'Accuracy',
    time: 'Time',
  },
} as const
