import { format } from '../format.ts'

export const mnist = {
  title: 'Draw a digit.',
  lede:
    'The other half of the lesson: a network that reads handwriting. Draw, and watch what it sees, what it makes of ' +
    'it, and what happens in its layers on the way.',
  desk: 'Draw',
  models: { logistic: 'Logistic', nn: 'Network', cnn: 'Convolutional' },
  which: 'Which model reads it',
  accuracyOf: (share: number) => `${format.percent(share)} right`,
  paper: 'Paper: draw a digit',
  keys:
    'Draw with mouse, pen or finger. By keyboard: arrows move the pen, Space puts it down and lifts it, Backspace ' +
    'takes a stroke back.',
  undo: 'Take back a stroke',
  clear: 'Clear',
  seen: 'What the network sees: 28 by 28 pixels, scaled to 20 and centred by mass, as MNIST’s makers did.',
  seenLabel: 'The drawing in 28 by 28 pixels',
  bars: 'How likely each digit is',
  told: (probability: number) => `to ${format.percent(probability)}`,
  took: (model: string, all: string) => `${model} in the model, ${all} there and back.`,
  asking: 'Reading …',
  empty: 'Nothing is drawn.',
  noModel: 'No model yet: train one below. It takes about a second.',
  noAnswer: 'The site does not answer.',
  needsScript: 'To draw takes JavaScript. What the models have learned is below, without.',
  activations: {
    title: 'Layer by layer',
    layer: (name: string, shape: readonly number[]) => `${name}: ${shape.join(' × ')}`,
    table: 'What comes out of each layer',
    columns: ['Layer', 'Numbers', 'Above zero', 'Smallest', 'Mean', 'Largest'],
    notes: {
      logistic:
        'There is one layer: ten numbers, one for each digit. Dark is above zero, coloured below; softmax makes ' +
        'probabilities of them.',
      nn: 'Fifty numbers before the ReLU, which lets only the dark ones through; then ten, of which softmax makes probabilities.',
      cnn:
        'Each block halves the sides and doubles the channels. The first still look like the digit, edge by edge; the ' +
        'last say what is in it, no longer where. Then ten numbers, one for each digit.',
    },
  },
  training: 'Train',
  trainingNote: (accuracy: string) =>
    `The lesson’s models, from one affine function to convolutions. ${accuracy}`,
  form: {
    model: 'Model',
    about: {
      logistic: '784 pixels, 10 digits, one affine function',
      nn: '784, 50, ReLU, 10',
      cnn: 'four stride-2 convolutions with batch-norm',
    },
    epochs: 'Epochs',
    lr: 'Learning rate',
    start: 'Train it',
  },
  last: (id: number, model: string) => `Run ${id}: ${model}`,
  compare: {
    title: 'The models',
    caption: 'Newest model of each kind',
    columns: ['Model', 'Parameters', 'Epochs', 'Time', 'Accuracy'],
    note: 'On digits that none of them was trained on.',
  },
  mistakes: {
    title: 'Where it is wrong',
    note: (model: string) => `${model}, on the digits held out.`,
    caption: 'Actual digits in rows, what they were taken for in columns',
    corner: 'is / read as',
    none: 'No digit was taken for another.',
    confused: (pairs: string) => `Most often mixed up: ${pairs}.`,
    pair: (actual: number, predicted: number, count: number) => `${actual} as ${predicted} (${count})`,
    worst: 'Top losses',
    worstNote: 'The digits that it is most wrong about. Some of them, you might not read either.',
    image: (actual: number) => `A handwritten ${actual}`,
    taken: (actual: number, predicted: number) => `${actual} read as ${predicted}`,
    loss: (loss: number, probability: number) =>
      `loss ${format.stars(loss)}, gave it ${format.percent(probability)}`,
  },
  source: {
    title: 'The digits',
    none: 'MNIST where its files are found, else invented digits: the first training will tell.',
    sample: 'These digits are invented, and easier to tell than MNIST’s.',
  },
  signIn: 'Training asks for the token.',
} as const
