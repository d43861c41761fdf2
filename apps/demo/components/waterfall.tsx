import type { WaterfallStep } from '@onecycle/collab'
import type { CSSProperties } from 'react'
import { splitTitle } from '../lib/film-title.ts'
import { format, texts } from '../lib/texts.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'

const { recommendations } = texts
const { parts } = recommendations

interface Props {
  readonly name: string
  readonly steps: readonly WaterfallStep[]
  /** Whether it is the visitor's own, or somebody's from the ratings. */
  readonly mine: boolean
}

/** Why a film is predicted so many stars: steps from bar to bar, which sum to the score. */
export function Waterfall({ name, steps, mine }: Props) {
  const score = format.stars(steps.at(-1)!.score)
  const largest = Math.max(5, ...steps.map((step) => step.score))
  const rows = steps.map((step) => ({ ...step, label: labelOf(step, mine) }))
  return (
    <Figure
      caption={recommendations.whyNote}
      table={
        <DataTable
          caption={recommendations.whyCaption(name, score)}
          columns={[recommendations.steps.part, recommendations.steps.change, recommendations.steps.score]}
          rows={rows.map(({ label, change, score }) => [label, format.signed(change), format.stars(score)])}
        />
      }
    >
      <ol className="waterfall">
        {rows.map(({ label, change, score, part, id }) => (
          <li key={`${part}${id}`}>
            <span className="waterfall-part">{label}</span>
            <span
              className="waterfall-bar"
              aria-hidden="true"
              data-step={part === 'global' ? 'start' : change < 0 ? 'down' : 'up'}
              style={
                {
                  '--from': Math.min(score, score - change) / largest,
                  '--to': Math.max(score, score - change) / largest,
                } as CSSProperties
              }
            />
            <span className="waterfall-change">
              {part === 'global' ? format.stars(change) : format.signed(change)}
            </span>
          </li>
        ))}
        <li className="waterfall-total">
          <span className="waterfall-part">{recommendations.total}</span>
          <span
            className="waterfall-bar"
            aria-hidden="true"
            data-step="total"
            style={{ '--from': 0, '--to': steps.at(-1)!.score / largest } as CSSProperties}
          />
          <span className="waterfall-change">{score}</span>
        </li>
      </ol>
    </Figure>
  )
}

function labelOf({ part, id, rating, count }: WaterfallStep, mine: boolean): string {
  switch (part) {
    case 'factor':
      return parts.factor(Number(id))
    case 'rating':
      return parts.rating(splitTitle(String(id)).name, rating!)
    case 'rest':
      return mine ? parts.restRatings(count!) : parts.restFactors(count!)
    case 'userBias':
      return mine ? parts.mine : parts.userBias
    default:
      return parts[part]
  }
}
