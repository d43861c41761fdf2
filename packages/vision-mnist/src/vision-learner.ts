import {
  backendInfo,
  createHead,
  crossEntropy,
  cutBody,
  Generator,
  initBackend,
  numFeatures,
  OnecycleError,
  Sequential,
  type Loss,
} from '@onecycle/tensor-core'
import { bodyAndHead, Learner, type DataLoaders, type LearnerOptions } from '@onecycle/learner'

export interface VisionLearnerOptions extends Omit<LearnerOptions, 'lossFn'> {
  /** Where to cut the body: `-2` leaves its last two layers out. Default: all of it. */
  readonly cut?: number
  /** Outputs of the head. Default: as many as the training data have classes. */
  readonly classes?: number
  /** Widths of the head's layers before the last. Default `[512]`. */
  readonly hidden?: readonly number[]
  /** In the head, before its last layer; half of it before the others. Default 0.5. */
  readonly dropout?: number
  /** Seeds the head. Default 42. */
  readonly seed?: number
  /** Default `crossEntropy`. */
  readonly lossFn?: Loss
}

/**
 * A learner that puts a new head on a trained body (fast.ai's cnn_learner). It has three layer groups, the
 * body's first half, its second half and the head, and starts frozen: only the head learns, and batch-norm,
 * until `unfreeze()`. Then `slice(lr)` trains the body more carefully than the head.
 *
 * The model is `Sequential(body, head)`. The body's layers are shared, not copied: they change when the
 * learner trains them.
 *
 * @example
 * const learn = await visionLearner(dls, pretrained.body, { metrics: [accuracy] })
 * await learn.fitOneCycle(3, 1e-2)
 * learn.unfreeze()
 * await learn.fitOneCycle(3, slice(1e-4, 1e-2))
 * @throws OnecycleError `BAD_CUT`, `BAD_TARGET`, `SHAPE_MISMATCH` where the body does not take the images
 */
export async function visionLearner(
  dls: DataLoaders,
  body: Sequential,
  options: VisionLearnerOptions = {},
): Promise<Learner> {
  const {
    cut = body.layers.length,
    classes = countClasses(dls),
    seed = 42,
    hidden,
    dropout,
    ...rest
  } = options
  if (!backendInfo()) await initBackend()
  const kept = cutBody(body, cut)
  const [image] = dls.train.dataset.batch([0]).inputs
  const features = numFeatures(kept, image!.shape.slice(1))
  const head = createHead(features, classes, {
    rng: new Generator(seed),
    ...(hidden && { hidden }),
    ...(dropout !== undefined && { dropout }),
  })
  const learn = new Learner(dls, new Sequential(kept, head), {
    lossFn: crossEntropy,
    splitter: bodyAndHead(),
    ...rest,
  })
  learn.freeze()
  return learn
}

/** One more than the largest class number in the training data. @throws OnecycleError `BAD_TARGET` */
function countClasses({ train: { dataset } }: DataLoaders): number {
  let largest = 0
  for (let row = 0; row < dataset.length; row++) {
    const target = dataset.batch([row]).targets.data[0]!
    if (!Number.isInteger(target) || target < 0) {
      throw new OnecycleError(
        'BAD_TARGET',
        `the target of training row ${row} is ${target}, which is no class number: give the option classes`,
        { row, target },
      )
    }
    largest = Math.max(largest, target)
  }
  return largest + 1
}
