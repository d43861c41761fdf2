import { texts, format } from '../lib/texts.ts'
import type { DecayRun } from '../server/weight-decay.ts'
import { BarChart } from './bar-chart.tsx'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'

const { weights: words, glance } = texts.weightDecay

/** Of the tallest bars of the widest histogram, how much is shown: more would leave nothing of the others. */
const room = 2.5

/** The sizes of the learned factors at each weight decay, all on the same scale. */
export function DecayWeights({ runs }: { readonly runs: readonly DecayRun[] }) {
  const found = runs.flatMap(({ wd, weights }) => (weights ? [{ wd, ...weights }] : []))
  const [first] = found
  if (!first) return null
  const { low, high } = first
  const top = room * Math.min(...found.map(({ counts }) => Math.max(...counts)))
  const edge = (bin: number) => low + ((high - low) * bin) / first.counts.length
  return (
    <Figure
      caption={words.caption}
      table={
        <DataTable
          caption={words.table}
          columns={[words.x, ...found.map(({ wd }) => glance.wd(wd))]}
          rows={first.counts.map((_, bin) => [
            `${format.coordinate(edge(bin))} … ${format.coordinate(edge(bin + 1))}`,
            ...found.map(({ counts }) => format.count(counts[bin]!)),
          ])}
        />
      }
    >
      <div className="five">
        {found.map(({ wd, counts, rms }) => (
          <div key={wd}>
            <h3>{glance.wd(wd)}</h3>
            <p>{words.rms(rms)}</p>
            <BarChart
              label={words.chart(wd)}
              axis={words.x}
              low={low}
              high={high}
              top={top}
              counts={counts}
            />
          </div>
        ))}
      </div>
    </Figure>
  )
}
