import { anything, flag, numberAbove, numberFrom, oneOf, type OptionRule } from './check-options.ts'

const aFunction: OptionRule = { fits: (value) => typeof value === 'function', expected: 'a function' }

const isMetric = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'name' in value && 'start' in value

const metrics: OptionRule = {
  fits: (value) => Array.isArray(value) && value.every(isMetric),
  expected: 'a list of metrics, such as [accuracy, rmse]; averaged(name, f) makes one of a function',
}

const callbacks: OptionRule = {
  fits: (value) => Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null),
  expected: 'a list of callbacks, such as [earlyStopping()]',
}

const isDecay = (value: unknown): boolean => Number.isFinite(value) && (value as number) >= 0

const decay: OptionRule = {
  fits: (value) => isDecay(value) || (Array.isArray(value) && value.length > 0 && value.every(isDecay)),
  expected: 'a number of at least 0, or a list of these, one a layer group',
}

/** What a learner, and each kind of fit, can be told. */
export const learnerRules = {
  lossFn: aFunction,
  metrics,
  wd: decay,
  optimizer: aFunction,
  callbacks,
  splitter: aFunction,
  trainBn: flag,
}
export const fitRules = { wd: decay, callbacks, signal: anything, resume: anything }
export const oneCycleRules = {
  ...fitRules,
  warmUp: oneOf('cosine', 'linear'),
  pctStart: anything, // oneCycle itself says what it wants
  div: numberAbove(0),
  divFinal: numberAbove(0),
  moms: anything,
}
export const flatCosineRules = { ...fitRules, pctStart: numberFrom(0), divFinal: numberAbove(0) }
export const warmRestartRules = { ...fitRules, mult: numberAbove(0) }
export const lrFindRules = {
  start: numberAbove(0),
  end: numberAbove(0),
  numIt: anything, // lrFind itself says what it wants
  stopDiv: flag,
  signal: anything,
}
