import { Comparison } from '../../components/comparison.tsx'
import { LiveRun } from '../../components/live-run.tsx'
import { LrFinder } from '../../components/lr-finder.tsx'
import { Page, Section } from '../../components/page.tsx'
import { RecipeForm } from '../../components/recipe-form.tsx'
import { RefreshWithoutScript } from '../../components/refresh-without-script.tsx'
import { RunTable } from '../../components/run-table.tsx'
import { SignIn } from '../../components/sign-in.tsx'
import type { SearchParams } from '../../lib/query.ts'
import { isActive } from '../../lib/run-state.ts'
import { texts } from '../../lib/texts.ts'
import { learningRateCurve } from '../../server/learning-rate-curve.ts'
import { mayChange } from '../../server/may-change.ts'
import { trainPage } from '../../server/train-page.ts'

const { train } = texts

export default async function TrainPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = await searchParams
  const { allowed, signedIn } = await mayChange()
  const { shown, finder, runs, compared, device, fields, serving, before } = await trainPage(query)
  const problem = typeof query['problem'] === 'string' ? query['problem'] : null
  return (
    <Page current="train" title={train.title} lede={train.lede}>
      {problem !== null && (
        <p className="problem" role="alert">
          {train.problems[problem] ?? train.problem}
        </p>
      )}
      {!allowed && <SignIn back="/train" />}
      <Section id="recipe" title={train.recipe.title} note={train.recipe.note}>
        <RecipeForm fields={fields} device={device} checked={problem === 'BAD_INPUT'} disabled={!allowed} />
      </Section>
      {finder && <LrFinder {...finder} />}
      {shown && (
        <Section id="training" title={texts.training.title} note={train.live.run(shown.run.id)}>
          {isActive(shown.state) && <RefreshWithoutScript page={`/train?run=${shown.run.id}`} />}
          <LiveRun
            key={`${shown.run.id} ${isActive(shown.state)}`}
            initial={shown.state}
            curve={learningRateCurve(shown.run.recipe)}
            mayChange={allowed}
            of="ratings"
            back={`/train?run=${shown.run.id}#training`}
          />
        </Section>
      )}
      {query['compare'] !== undefined && compared.length < 2 && (
        <p className="problem" role="alert">
          {train.comparison.two}
        </p>
      )}
      {compared.length === 2 && <Comparison one={compared[0]!} other={compared[1]!} />}
      <Section id="runs" title={train.runs.title} note={train.runs.note}>
        {runs.length === 0 ? (
          <p>{train.runs.none}</p>
        ) : (
          <RunTable
            runs={runs}
            serving={serving}
            before={before}
            compared={compared.map(({ run }) => run.id)}
            mayChange={allowed}
          />
        )}
        {signedIn && (
          <form action="/api/session/end" method="post">
            <button type="submit" className="quiet">
              {train.signIn.signOut}
            </button>
          </form>
        )}
      </Section>
    </Page>
  )
}
