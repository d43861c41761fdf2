import type { RunState } from '../lib/run-state.ts'
import { scaleOf, type Scale } from '../lib/scale.ts'
import { format, texts } from '../lib/texts.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { LineChart } from './line-chart.tsx'

const { live } = texts.train

/** Rows of the table below the charts. */
const rows = 20

/** A column of a table: its name, where a point has it, and how it is written. */
type Column = readonly [name: string, index: 1 | 2 | 3 | 4, write: (value: number) => string]

/** What a training does: losses, learning rate and momentum by batch, filled from the left as it goes. */
export function LossCharts({ run }: { readonly run: RunState }) {
  const { points, progress } = run
  if (!progress) return null
  const { iterations, epochs } = progress
  const x = { label: live.batch, scale: wholly(iterations), tick: format.count }
  const perEpoch = iterations / epochs
  const column = (index: 1 | 2 | 3 | 4) => points.map((point) => [point[0], point[index]] as const)
  const some = points.filter((_, i) => i % Math.ceil(points.length / rows) === 0)
  const table = (name: string, columns: readonly Column[]) => (
    <DataTable
      caption={live.table(name)}
      columns={[live.batch, ...columns.map(([name]) => name)]}
      rows={some.map((point) => [
        format.count(point[0]),
        ...columns.map(([, index, write]) => write(point[index])),
      ])}
    />
  )
  return (
    <div className="loss-charts">
      <Figure
        caption={live.lossCaption}
        table={table(live.loss, [
          [live.raw, 1, format.loss],
          [live.smooth, 2, format.loss],
        ])}
      >
        <LineChart
          label={live.lossChart}
          x={x}
          y={{ label: live.loss }}
          lines={[
            { name: live.raw, look: 'pale', points: column(1) },
            { name: live.smooth, look: 'dark', points: column(2) },
            {
              name: live.valid,
              look: 'accent-dots',
              points: run.epochs.map(({ epoch, validLoss }) => [(epoch + 1) * perEpoch, validLoss] as const),
            },
          ]}
        />
      </Figure>
      <Figure caption={live.lrCaption} table={table(live.lr, [[live.lr, 3, texts.train.rate]])}>
        <LineChart
          small
          label={live.lr}
          x={x}
          y={{ label: live.lr }}
          lines={[{ name: live.lr, look: 'accent', points: column(3) }]}
        />
      </Figure>
      <Figure caption={live.momentumCaption} table={table(live.momentum, [[live.momentum, 4, format.stars]])}>
        <LineChart
          small
          label={live.momentum}
          x={x}
          y={{ label: live.momentum }}
          lines={[{ name: live.momentum, look: 'dark', points: column(4) }]}
        />
      </Figure>
    </div>
  )
}

/** From 0 to the last batch, however many there are so far. */
const wholly = (iterations: number): Scale => ({
  low: 0,
  high: iterations,
  ticks: scaleOf([0, iterations]).ticks,
})
