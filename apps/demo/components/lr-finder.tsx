import type { Route } from 'next'
import Link from 'next/link'
import type { Recipe } from '../lib/recipe.ts'
import type { LrCurve } from '../lib/run-events.ts'
import { isActive, type RunState } from '../lib/run-state.ts'
import type { Scale } from '../lib/scale.ts'
import { format, texts } from '../lib/texts.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'
import { LineChart } from './line-chart.tsx'
import { Section } from './page.tsx'
import { RefreshWhenOver } from './refresh-when-over.tsx'
import { RefreshWithoutScript } from './refresh-without-script.tsx'

const { finder, rate } = texts.train

/** Points at both ends that say nothing: fast.ai leaves as many out. */
const [skipStart, skipEnd] = [10, 5]

interface Props {
  readonly run: RunState
  /** With which it looked. */
  readonly recipe: Recipe
}

/** The curve of the last lr finder, with rates to choose from. */
export const LrFinder = ({ run, recipe }: Props) => (
  <Section id="lr-finder" title={finder.title} note={finder.note}>
    {isActive(run) && (
      <>
        <RefreshWithoutScript page={withLr(recipe, recipe.lr)} />
        <RefreshWhenOver key={run.id} initial={run} />
        <p role="status">{finder.running}</p>
      </>
    )}
    {run.status === 'failed' && <p className="problem">{finder.failed(run.error ?? '')}</p>}
    {run.curve && <Curve curve={run.curve} recipe={recipe} />}
  </Section>
)

function Curve({ curve, recipe }: { readonly curve: LrCurve; readonly recipe: Recipe }) {
  const suggestions = Object.entries(curve.suggestions).toSorted(([, a], [, b]) => a - b)
  const all = curve.lrs.map((lr, i) => [Math.log10(lr), curve.losses[i]!] as const)
  const points = all.slice(skipStart, all.length - skipEnd)
  return (
    <>
      <Figure
        caption={finder.caption}
        table={
          <DataTable
            caption={finder.chart}
            columns={[finder.x, finder.y]}
            rows={curve.lrs.map((lr, i) => [rate(lr), format.loss(curve.losses[i]!)])}
          />
        }
      >
        <LineChart
          label={finder.chart}
          x={{ label: finder.x, scale: decades(points), tick: (power) => `1e${power}` }}
          y={{ label: finder.y }}
          lines={[{ name: finder.y, look: 'dark', points }]}
          marks={suggestions.map(([, lr]) => Math.log10(lr))}
        />
      </Figure>
      <p className="note" id="suggestions">
        {finder.suggestions}
      </p>
      <ul className="chips" aria-labelledby="suggestions">
        {suggestions.map(([rule, lr]) => (
          <li key={rule}>
            <Link
              href={`${withLr(recipe, lr)}#recipe` as Route}
              aria-current={lr === recipe.lr ? 'true' : undefined}
            >
              {finder.use(rate(lr))} <small>{finder.rules[rule] ?? rule}</small>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The form with the recipe and another learning rate. */
const withLr = (recipe: Recipe, lr: number): Route => {
  const fields = Object.entries({ ...recipe, lr: Number(lr.toPrecision(2)) })
  const query = new URLSearchParams(fields.map(([name, value]) => [name, String(value)]))
  return `/train?${query}` as Route
}

/** An axis of powers of ten. */
function decades(points: readonly (readonly [number, number])[]): Scale {
  const powers = points.map(([power]) => power)
  const [low, high] = [Math.min(...powers), Math.max(...powers)]
  const first = Math.ceil(low)
  return {
    low,
    high,
    ticks: Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, i) => first + i),
  }
}
