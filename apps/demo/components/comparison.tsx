import type { Recipe } from '../lib/recipe.ts'
import { format, texts } from '../lib/texts.ts'
import type { ToldRun } from '../server/train-page.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { LineChart, type ChartLine } from './line-chart.tsx'
import { Section } from './page.tsx'

const { comparison: words, live, recipe: recipeWords } = texts.train

/** Two runs over each other, and where their recipes differ. */
export function Comparison({ one, other }: { readonly one: ToldRun; readonly other: ToldRun }) {
  const both = [one, other] as const
  return (
    <Section id="comparison" title={words.title}>
      <Figure
        caption={words.caption}
        table={
          <DataTable
            caption={texts.training.table.caption}
            columns={[texts.training.table.epoch, ...both.map(({ run }) => live.run(run.id))]}
            rows={Array.from(
              { length: Math.max(...both.map(({ state }) => state.epochs.length)) },
              (_, i) => [
                i + 1,
                ...both.map(({ state }) => {
                  const epoch = state.epochs[i]
                  return epoch && format.loss(epoch.validLoss)
                }),
              ],
            )}
          />
        }
      >
        <LineChart
          label={words.chart}
          x={{ label: words.x, tick: format.share }}
          y={{ label: live.loss }}
          lines={[...linesOf(one, 'dark'), ...linesOf(other, 'accent')]}
        />
      </Figure>
      <div className="differences">
        <DataTable
          caption={words.differences}
          columns={[words.field, ...both.map(({ run }) => live.run(run.id))]}
          rows={[
            ...differences(one.run.recipe, other.run.recipe),
            [words.valid, ...both.map(({ run }) => run.model && format.loss(run.model.card.validLoss))],
            [words.time, ...both.map(({ run }) => run.model && format.seconds(run.model.card.seconds))],
          ]}
        />
      </div>
    </Section>
  )
}

/** By share of the training, so that runs of different lengths lie over each other. */
function linesOf(
  { run, state: { points, epochs, progress } }: ToldRun,
  look: 'dark' | 'accent',
): ChartLine[] {
  if (!progress) return []
  return [
    {
      name: live.run(run.id),
      look,
      points: points.map(([batch, , smooth]) => [batch / progress.iterations, smooth] as const),
    },
    {
      name: `${live.run(run.id)}, ${live.valid.toLowerCase()}`,
      look: `${look}-dots`,
      points: epochs.map(({ epoch, validLoss }) => [(epoch + 1) / progress.epochs, validLoss] as const),
    },
  ]
}

const differences = (one: Recipe, other: Recipe): string[][] =>
  (Object.keys(one) as (keyof Recipe)[])
    .filter((name) => one[name] !== other[name])
    .map((name) => [recipeWords.fields[name][0], String(one[name]), String(other[name])])
