import { beforeAll, describe, expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import {
  crossEntropy,
  initBackend,
  nll,
  Parameter,
  sigmoidRange,
  softmax,
  tf,
  valueAndGrad,
} from '../index.ts'
import { testBackends } from '../software-vulkan.ts'
import { valuesOf } from '../values-of.ts'

/** The sheets that the lesson shows on screen, recomputed. */
interface Worksheets {
  cross_entropy: {
    rows: { cat: number; dog: number; pred_cat: number; pred_dog: number }[]
    log10: number[]
    log10_rounded: number[]
    natural: number[]
    natural_mean: number
  }
  softmax: { outputs: Record<string, number>; softmax: Record<string, number>; seed_softmax: number[] }
  workbook_softmax_entropy_example_xlsx: { image1: number[]; image2: number[]; softmax: number[] }
  sigmoid_range: { y_range: [number, number]; x: number[]; y: number[] }
  l2_gradient: { example: { wd: number; w: number[]; grad: number[] } }
}

const sheets = fixture<Worksheets>('08_worksheets')

const expectClose = (actual: readonly number[], expected: readonly number[], digits = 6) => {
  expect(actual).toHaveLength(expected.length)
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits)
}
const softmaxOf = (logits: number[]) => valuesOf(() => softmax(tf.tensor2d([logits])))

describe.each(testBackends())("the lesson's worksheets on %s", (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it('cross-entropy: the sheet takes logarithms to base 10 and sums; the loss takes natural ones and the mean', async () => {
    const { rows, log10, log10_rounded: shown, natural, natural_mean: mean } = sheets.cross_entropy
    const each: number[] = []
    for (const { dog, pred_cat: cat, pred_dog: pred } of rows) {
      each.push(
        ...(await valuesOf(() => nll(tf.log(tf.tensor2d([[cat, pred]])), tf.tensor1d([dog], 'int32')))),
      )
    }
    expectClose(each, natural)
    const column = each.map((loss) => loss / Math.LN10)
    expectClose(column, log10)
    expectClose(column, shown, 2)
    expect(column.reduce((sum, value) => sum + value)).toBeCloseTo(1.66, 2)

    const [whole] = await valuesOf(() => {
      const logits = tf.log(tf.tensor2d(rows.map((row) => [row.pred_cat, row.pred_dog])))
      const targets = tf.tensor2d(rows.map((row) => [row.cat, row.dog]))
      return crossEntropy(logits, targets)
    })
    expect(whole).toBeCloseTo(mean, 6)
  })

  it('softmax', async () => {
    const found = await softmaxOf(Object.values(sheets.softmax.outputs))
    expectClose(found, Object.values(sheets.softmax.softmax))
    expectClose(found, sheets.softmax.seed_softmax, 2)
  })

  it('softmax is the same after a shift of all outputs', async () => {
    const { image1, image2, softmax: expected } = sheets.workbook_softmax_entropy_example_xlsx
    expectClose(await softmaxOf(image1), expected)
    expectClose(await softmaxOf(image2), expected)
  })

  it('sigmoid range: 5 stars need an output of 2.3', async () => {
    const { x, y, y_range: range } = sheets.sigmoid_range
    expectClose(await valuesOf(() => sigmoidRange(tf.tensor1d(x), ...range)), y, 5)
  })

  it('L2 in the loss: the gradient is 2 wd w', async () => {
    const { wd, w, grad } = sheets.l2_gradient.example
    const weights = new Parameter(Float32Array.from(w), [w.length])
    const { value, grads } = valueAndGrad(() => tf.mul(tf.sum(tf.square(weights.tensor)), wd), [weights])
    expectClose(await valuesOf(() => grads[0]!.clone()), grad, 9)
    tf.dispose([value, grads[0]!])
    weights.dispose()
  })
})
