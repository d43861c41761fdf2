import { OnecycleError } from '@onecycle/tensor-core'
import type { RatingColumns } from '../ratings.ts'
import { numpySplit } from './numpy-split.ts'
import { randomSplit } from './random-split.ts'
import { checkSplit, type Split, type SplitOptions, type SplitRule } from './split.ts'

/** The ways to say which ratings are for validation: a random share, numpy's random share, a rule, the rows. */
export type SplitChoice = 'random' | 'numpy' | SplitRule | Split

/** Splits ratings as chosen, into arrays of the caller's own. @throws OnecycleError `BAD_SPLIT`, and what the choice throws */
export function splitRatings(ratings: RatingColumns, choice: SplitChoice, options: SplitOptions): Split {
  const rows = ratings.rating.length
  if (choice === 'random') return randomSplit(rows, options.validPct, options.seed)
  if (choice === 'numpy') return numpySplit(rows, options.validPct, options.seed)
  const chosen: unknown = typeof choice === 'function' ? choice(ratings, options) : choice
  const given = chosen as Partial<Split> | null | undefined
  if (!given?.train || !given.valid) {
    const found = typeof choice === 'function' ? 'a rule without train and valid' : JSON.stringify(choice)
    const expected = "'random', 'numpy', a rule such as byTime(), or row numbers { train, valid }"
    throw new OnecycleError('BAD_SPLIT', `split is ${found}; expected ${expected}`, { split: choice })
  }
  const { train, valid } = checkSplit({ train: given.train, valid: given.valid }, rows)
  return { train: new Uint32Array(train), valid: new Uint32Array(valid) }
}
