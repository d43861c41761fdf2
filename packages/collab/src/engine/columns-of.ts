import { OnecycleError } from '@onecycle/tensor-core'
import { TensorDataset, type Dataset } from '@onecycle/learner'
import type { RatingColumns } from './dot-bias-engine.ts'

/** The columns of a dataset of ratings. @throws OnecycleError `BAD_DATASET` */
export function columnsOf(dataset: Dataset): RatingColumns {
  if (!(dataset instanceof TensorDataset)) {
    throw new OnecycleError(
      'BAD_DATASET',
      'the fused engine trains on a TensorDataset of users, items and ratings',
    )
  }
  const [users, items] = dataset.inputs
  return { users: users!.data, items: items!.data, ratings: dataset.targets.data }
}
