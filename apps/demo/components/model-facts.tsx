import type { ModelCard } from '../lib/model-card.ts'
import { format, texts } from '../lib/texts.ts'

const { home } = texts

interface Props {
  readonly version: number
  readonly created: Date
  readonly card: ModelCard
}

/** A model's card: how good it is, and how it came about. */
export function ModelFacts({ version, created, card }: Props) {
  const { lr, nFactors, wd, batchSize, validPct } = card.recipe
  const facts: readonly (readonly [string, string])[] = [
    [home.facts.version, String(version)],
    [home.facts.trained, format.date(created)],
    [home.facts.duration, home.facts.durationValue(card.seconds, card.epochs)],
    [home.facts.speed, home.facts.speedValue(card.ratingsPerSecond)],
    [home.facts.device, card.device],
    [home.facts.recipe, home.recipe(lr, nFactors, wd, batchSize)],
  ]
  return (
    <div className="model-facts">
      <p className="headline-figure">
        <strong>{format.loss(card.validLoss)}</strong> <span>{home.lossCaption(validPct)}</span>
      </p>
      <dl className="facts">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
