import { lessonRecipe } from '../lib/recipe.ts'
import { texts } from '../lib/texts.ts'
import { isActive, type TrainingState } from '../lib/training-state.ts'
import { learningRateCurve } from '../server/learning-rate-curve.ts'
import { Section } from './page.tsx'
import { TrainingPanel } from './training-panel.tsx'

/** The training under way or the last one. Without JavaScript the page asks again by itself. */
export const TrainingSection = ({ state }: { readonly state: TrainingState }) => (
  <Section id="training" title={texts.training.title}>
    {(isActive(state) || state.modelVersion === null) && (
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
    )}
    <TrainingPanel initial={state} curve={learningRateCurve(lessonRecipe)} />
  </Section>
)
