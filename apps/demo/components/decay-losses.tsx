import { scaleOf } from '../lib/scale.ts'
import { format, texts } from '../lib/texts.ts'
import type { DecayRun } from '../server/weight-decay.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { ChartKey, LineChart } from './line-chart.tsx'

const { glance } = texts.weightDecay

/** Losses by epoch at each weight decay, all on the same scale. */
export function DecayLosses({ runs }: { readonly runs: readonly DecayRun[] }) {
  const losses = runs.flatMap(({ epochs }) =>
    epochs.flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss]),
  )
  const up = scaleOf(losses, 4)
  const lastEpoch = Math.max(...runs.map(({ epochs }) => epochs.length))
  const across = {
    low: 0.7,
    high: lastEpoch + 0.3,
    ticks: Array.from({ length: lastEpoch }, (_, i) => i + 1),
  }
  const verdicts = verdictsOf(runs)
  return (
    <Figure
      caption={glance.caption}
      table={
        <DataTable
          caption={glance.table}
          columns={Object.values(glance.columns)}
          rows={runs.map(({ wd, epochs, weights }) => {
            const { trainLoss, validLoss } = epochs.at(-1)!
            const gap = format.signed(validLoss - trainLoss)
            return [
              wd,
              format.loss(trainLoss),
              format.loss(validLoss),
              gap,
              weights && format.loss(weights.rms),
            ]
          })}
        />
      }
    >
      <ChartKey lines={key} />
      <div className="five">
        {runs.map(({ wd, epochs }, i) => (
          <div key={wd}>
            <h3>{glance.wd(wd)}</h3>
            <p className={verdicts[i] === glance.verdicts.best ? 'best' : undefined}>
              <strong>{format.loss(epochs.at(-1)!.validLoss)}</strong> {verdicts[i]}
            </p>
            <LineChart
              small
              label={glance.chart(wd)}
              x={{ label: glance.epoch, scale: across }}
              y={{ label: glance.loss, scale: up }}
              lines={[
                {
                  name: glance.train,
                  look: 'dark',
                  points: epochs.map(({ epoch, trainLoss }) => [epoch + 1, trainLoss] as const),
                },
                {
                  name: glance.valid,
                  look: 'accent-dots',
                  points: epochs.map(({ epoch, validLoss }) => [epoch + 1, validLoss] as const),
                },
              ]}
            />
          </div>
        ))}
      </div>
    </Figure>
  )
}

const key = [
  { name: glance.train, look: 'dark' },
  { name: glance.valid, look: 'accent-dots' },
] as const

/** Below the best decay a model overfits, above it underfits. */
function verdictsOf(runs: readonly DecayRun[]): string[] {
  const held = runs.map(({ epochs }) => epochs.at(-1)!.validLoss)
  const best = held.indexOf(Math.min(...held))
  const { verdicts } = glance
  return runs.map((_, i) => (i < best ? verdicts.over : i > best ? verdicts.under : verdicts.best))
}
