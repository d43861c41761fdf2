import { OnecycleError, type NdArray } from '@onecycle/tensor-core'
import {
  checkOptions,
  confusionMatrix,
  DataLoader,
  mostConfused,
  optionRules,
  plotConfusionMatrix,
  topLosses,
  type Confusion,
  type ConfusionMatrix,
  type Learner,
  type Plot,
  type Predictions,
} from '@onecycle/learner'
import { imageGrid, imagesAt } from './image-grid.ts'

/** An image with which the model has trouble. */
export interface Trouble {
  /** In the validation data. */
  readonly row: number
  readonly predicted: number
  readonly actual: number
  readonly loss: number
  /** What the model gave the actual class. */
  readonly probability: number
}

export interface InterpretOptions {
  /** Whose predictions to look at. Default: the validation data. */
  readonly loader?: DataLoader
  /** Names of the classes. Default: their numbers. */
  readonly classes?: readonly string[]
}

/**
 * Where a classifier is wrong: asks it for its predictions, once. (fast.ai's ClassificationInterpretation.)
 *
 * @example
 * const interpretation = await interpret(learn)
 * console.log(String(interpretation.plotConfusionMatrix()))
 * await writeFile('worst.svg', interpretation.plotTopLosses(9))
 * @throws OnecycleError `NOT_PROBABILITIES` where the loss has no softmax of its own
 */
export async function interpret(
  learn: Learner,
  options: InterpretOptions = {},
): Promise<ClassificationInterpretation> {
  checkOptions('interpret', options, { loader: optionRules.anything, classes: optionRules.anything })
  const { dataset, batchSize } = options.loader ?? learn.dls.valid
  // All rows, and in their order.
  const predictions = await learn.getPreds(new DataLoader(dataset, { batchSize }))
  const images = dataset.batch(Array.from({ length: dataset.length }, (_, row) => row)).inputs[0]!
  return new ClassificationInterpretation(predictions, images, options.classes)
}

/** A classifier's predictions beside the truth; {@link interpret} makes it. */
export class ClassificationInterpretation {
  /** Rows are the actual classes, columns the predicted ones. */
  readonly confusionMatrix: ConfusionMatrix
  readonly #troubles: readonly Trouble[]
  readonly #images: NdArray
  readonly #classes: readonly string[]

  constructor({ predictions, targets }: Predictions, images: NdArray, classes?: readonly string[]) {
    this.confusionMatrix = confusionMatrix(predictions, targets)
    this.#images = images
    this.#classes = classes ?? this.confusionMatrix.map((_, i) => String(i))
    this.#troubles = troublesOf(predictions, targets)
  }

  /** Drawn, or as a table in a terminal. */
  plotConfusionMatrix(): Plot {
    return plotConfusionMatrix(this.confusionMatrix, { classes: this.#classes })
  }

  /** Pairs of classes taken for each other at least `minCount` times (default 1), most often first. */
  mostConfused(options: { readonly minCount?: number } = {}): Confusion[] {
    return mostConfused(this.confusionMatrix, options)
  }

  /** The `k` images with the largest losses. Default: all. */
  topLosses(k = this.#troubles.length): Trouble[] {
    return topLosses(
      this.#troubles.map(({ loss }) => loss),
      { k },
    ).map(({ row }) => this.#troubles[row]!)
  }

  /** The images of {@link topLosses} as SVG: prediction/actual/loss/probability of the actual class. */
  plotTopLosses(k = 9): string {
    const troubles = this.topLosses(k)
    const captions = troubles.map(
      ({ predicted, actual, loss, probability }) =>
        `${this.#classes[predicted]!}/${this.#classes[actual]!}/${loss.toFixed(2)}/${probability.toFixed(2)}`,
    )
    const rows = troubles.map(({ row }) => row)
    return imageGrid(imagesAt(this.#images, rows), { captions })
  }
}

/** The smallest that a probability can be in float32: one that was rounded to 0 was at most that. */
const smallest = 2 ** -149

function troublesOf({ data, shape }: NdArray, targets: NdArray): Trouble[] {
  const width = shape[1] ?? 1
  return Array.from({ length: shape[0] ?? 0 }, (_, row) => {
    const outputs = data.subarray(row * width, (row + 1) * width)
    if (width < 2 || outputs.some((share) => !(share >= 0 && share <= 1))) {
      throw new OnecycleError(
        'NOT_PROBABILITIES',
        `the predictions of row ${row} are ${outputs.join(', ')}; expected a probability for each class: ` +
          'give the loss an activation, Object.assign(loss, { activation: softmax })',
        { row },
      )
    }
    const actual = targets.data[row]!
    const probability = outputs[actual]!
    const loss = -Math.log(Math.max(probability, smallest))
    return { row, predicted: outputs.indexOf(Math.max(...outputs)), actual, loss, probability }
  })
}
