import { formatTable, OnecycleError } from '@onecycle/tensor-core'
import { anything, checkOptions } from '../check-options.ts'
import type { ConfusionMatrix } from '../metrics/confusion-matrix.ts'
import { chartHead } from './chart-spec.ts'
import { plotFrom, type Plot } from './plot.ts'

export interface PlotConfusionOptions {
  /** Names of the classes. Default: their numbers. */
  readonly classes?: readonly string[]
}

/**
 * A confusion matrix as a picture: rows are the actual classes, columns the predicted ones, and the darker a
 * field, the larger its share of its row. In a terminal it is a table.
 *
 * @throws OnecycleError `BAD_OPTION`, `SHAPE_MISMATCH` where there are more or fewer names than classes
 */
export function plotConfusionMatrix(matrix: ConfusionMatrix, options: PlotConfusionOptions = {}): Plot {
  checkOptions('plotConfusionMatrix', options, { classes: anything })
  const { classes = matrix.map((_, i) => String(i)) } = options
  if (classes.length !== matrix.length) {
    throw new OnecycleError(
      'SHAPE_MISMATCH',
      `there are ${classes.length} names for the ${matrix.length} classes of the confusion matrix`,
      { names: classes.length, classes: matrix.length },
    )
  }
  const title = 'Confusion matrix'
  const values = matrix.flatMap((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, j) => ({
      actual: classes[i],
      predicted: classes[j],
      count,
      share: total > 0 ? count / total : 0,
    }))
  })
  const axis = { type: 'nominal', scale: { domain: classes } }
  const side = 40 * classes.length
  const spec = {
    ...chartHead(title),
    width: side,
    height: side,
    data: { values },
    encoding: {
      x: { ...axis, field: 'predicted', title: 'predicted', axis: { labelAngle: 0 } },
      y: { ...axis, field: 'actual', title: 'actual' },
    },
    layer: [
      {
        mark: { type: 'rect', tooltip: true },
        encoding: {
          color: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: ['#FFFFFF', '#0B4F94'] },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text' },
        encoding: {
          text: { field: 'count', type: 'quantitative' },
          color: { condition: { test: 'datum.share > 0.5', value: 'white' }, value: '#1F2933' },
        },
      },
    ],
  }
  const table = () =>
    formatTable(
      ['actual', ...classes],
      matrix.map((row, i) => [classes[i]!, ...row]),
    )
  return plotFrom(spec, () => `${title}: actual classes down, predicted ones across\n${table()}`)
}
