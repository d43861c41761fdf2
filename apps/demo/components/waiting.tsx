import { texts } from '../lib/texts.ts'
import { trainingState } from '../server/training.ts'
import { Page, type PageName } from './page.tsx'
import { TrainingSection } from './training-section.tsx'

interface Props {
  readonly current?: PageName
  /** Why a model that is there cannot be shown. */
  readonly problem: string | null
}

/** Stands in for a page as long as there is no model to show. */
export async function Waiting({ current, problem }: Props) {
  const { waiting } = texts
  const state = await trainingState()
  const failed = state.run?.status === 'failed'
  const [title, lede] =
    problem !== null
      ? [waiting.problemTitle, problem]
      : failed
        ? [waiting.failedTitle, waiting.failedLede]
        : [waiting.title, waiting.lede]
  return (
    <Page {...(current && { current })} title={title} lede={lede}>
      <TrainingSection state={state} page={current && current !== 'home' ? `/${current}` : '/'} />
    </Page>
  )
}
