import { lessonRecipe } from '../lib/recipe.ts'
import { isActive } from '../lib/run-state.ts'
import { texts } from '../lib/texts.ts'
import { learningRateCurve } from '../server/learning-rate-curve.ts'
import type { TrainingState } from '../server/training.ts'
import { Section } from './page.tsx'
import { RefreshWithoutScript } from './refresh-without-script.tsx'
import { TrainingPanel } from './training-panel.tsx'

interface Props {
  readonly state: TrainingState
  /** The page that it stands on. */
  readonly page: string
}

/** The training under way or the last one. */
export const TrainingSection = ({ state: { run, modelVersion }, page }: Props) => (
  <Section id="training" title={texts.training.title}>
    {(isActive(run) || modelVersion === null) && <RefreshWithoutScript page={page} />}
    <TrainingPanel
      key={`${run?.id ?? 0} ${isActive(run)}`}
      initial={run}
      isFirst={modelVersion === null}
      curve={learningRateCurve(lessonRecipe)}
      page={page}
    />
  </Section>
)
