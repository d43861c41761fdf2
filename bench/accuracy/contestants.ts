import type { Contestant } from '../harness.ts'

/** What a contestant answers for a fold. */
export interface Answer {
  /** Processor time of training alone: reading files and choosing settings are not in it. */
  readonly seconds: number
  /** Ten items for each user of the training part, best first, without those of the training part. */
  readonly lists?: Readonly<Record<string, readonly number[]>>
  /** A rating for each row of the test part. */
  readonly predictions?: readonly number[]
}

export interface AccuracyContestant extends Contestant {
  /** Whether it predicts ratings: takes part in the folds u1 to u5. */
  readonly predicts?: boolean
}

const ours = (model: string, more: Partial<AccuracyContestant> = {}): AccuracyContestant => ({
  name: `onecycle ${model}`,
  script: 'contestants/accuracy-onecycle.ts',
  args: [model],
  ...more,
})

export const contestants: readonly AccuracyContestant[] = [
  ours('ease'),
  ours('ials'),
  ours('ials, settings chosen'),
  ours('bpr'),
  ours('item-knn'),
  ours('sar'),
  ours('popularity'),
  ours('dot-bias', { predicts: true }),
  ours('dot-bias, implicit item', { predicts: true }),
  ours('dot-bias, implicit both', { predicts: true }),
  ours('dot-bias, implicit, average of 10', { predicts: true }),
  ours('bias-only', { predicts: true }),
  ours('explicit item kNN', { predicts: true }),
  ...['ALS', 'ALS, its defaults', 'BPR'].map((model) => ({
    name: `implicit ${model}`,
    script: 'contestants/accuracy-implicit.py',
    args: [model],
    packages: ['numpy', 'scipy', 'implicit'],
  })),
  ...['SVD', 'SVD++'].map((model) => ({
    name: `Surprise ${model}`,
    script: 'contestants/accuracy-surprise.py',
    args: [model],
    packages: ['numpy', 'pandas', 'surprise'],
    predicts: true,
  })),
  {
    name: 'fastai dot-bias',
    script: 'contestants/accuracy-fastai.py',
    packages: ['torch', 'fastai'],
    predicts: true,
  },
  {
    name: 'LIBMF',
    script: 'contestants/accuracy-libmf.py',
    packages: ['numpy', 'libmf'],
    predicts: true,
  },
  {
    name: 'Recommenders SAR',
    script: 'contestants/accuracy-sar.py',
    packages: ['numpy', 'scipy', 'pandas', 'recommenders'],
  },
]
