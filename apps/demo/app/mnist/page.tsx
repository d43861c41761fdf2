import Link from 'next/link'
import { after, connection } from 'next/server'
import { DataTable } from '../../components/data-table.tsx'
import { LiveRun } from '../../components/live-run.tsx'
import { DigitForm } from '../../components/mnist/digit-form.tsx'
import { DrawingDesk } from '../../components/mnist/drawing-desk.tsx'
import { ConfusionTable, TopLosses } from '../../components/mnist/mistakes.tsx'
import { Page, Section } from '../../components/page.tsx'
import { RefreshWithoutScript } from '../../components/refresh-without-script.tsx'
import { SignIn } from '../../components/sign-in.tsx'
import { digitRecipe } from '../../lib/digit-recipe.ts'
import type { SearchParams } from '../../lib/query.ts'
import { isActive } from '../../lib/run-state.ts'
import { format, texts } from '../../lib/texts.ts'
import { digitModelNamed, digitRuns, type TrainedDigits } from '../../server/digit-runs.ts'
import { prepareDigits } from '../../server/digit-reader.ts'
import { learningRateCurve } from '../../server/learning-rate-curve.ts'
import { mayChange } from '../../server/may-change.ts'
import { siteStore } from '../../server/served.ts'

const { mnist, train } = texts

export default async function MnistPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await connection()
  const { problem, model } = await searchParams
  const { allowed } = await mayChange()
  const { last, trained } = await digitRuns(siteStore())
  const asked = digitModelNamed(model)
  const shown = trained.find(({ recipe }) => recipe.model === asked) ?? trained[0]
  if (shown) after(() => prepareDigits(shown))
  const source = trained[0]?.result.source
  const active = last !== null && isActive(last.state)
  return (
    <Page current="mnist" title={mnist.title} lede={mnist.lede}>
      {typeof problem === 'string' && (
        <p className="problem" role="alert">
          {train.problems[problem] ?? train.problem}
        </p>
      )}
      {source?.kind === 'sample' && (
        <aside className="notice">
          <p>
            <strong>{texts.sample.lead}</strong> {mnist.source.sample}
          </p>
          <details>
            <summary>{texts.sample.why}</summary>
            <p>{source.whySample}</p>
          </details>
        </aside>
      )}
      <section className="desk-section" aria-labelledby="desk">
        <h2 id="desk" className="unseen">
          {mnist.desk}
        </h2>
        {shown && <Models trained={trained} shown={shown} />}
        <noscript>
          <p className="note">{mnist.needsScript}</p>
        </noscript>
        <DrawingDesk key={shown?.state.id} model={shown?.recipe.model} />
      </section>
      <Section
        id="training"
        title={mnist.training}
        note={last && mnist.last(last.state.id, mnist.models[last.recipe.model])}
      >
        {!allowed && <SignIn back="/mnist" />}
        <DigitForm recipe={last?.recipe ?? digitRecipe} disabled={!allowed || active} />
        {active && <RefreshWithoutScript page="/mnist" />}
        {last && (
          <LiveRun
            key={`${last.state.id} ${active}`}
            initial={last.state}
            curve={learningRateCurve(last.recipe)}
            mayChange={allowed}
            of="digits"
            back="/mnist#training"
          />
        )}
      </Section>
      {shown && (
        <>
          <Section id="models" title={mnist.compare.title} note={mnist.compare.note}>
            <DataTable
              hideCaption
              caption={mnist.compare.caption}
              columns={mnist.compare.columns}
              rows={trained.map(({ recipe, state, result }) => [
                mnist.models[recipe.model],
                format.count(result.parameters),
                recipe.epochs,
                format.seconds(state.epochs.reduce((sum, { seconds }) => sum + seconds, 0)),
                format.percent(result.accuracy),
              ])}
            />
          </Section>
          <Section
            id="mistakes"
            title={mnist.mistakes.title}
            note={mnist.mistakes.note(mnist.models[shown.recipe.model])}
          >
            <ConfusionTable {...shown.result} />
          </Section>
          <Section id="worst" title={mnist.mistakes.worst} note={mnist.mistakes.worstNote}>
            <TopLosses {...shown.result} />
          </Section>
        </>
      )}
      <Section id="digits" title={mnist.source.title}>
        <div className="prose">
          <p>{source?.name ?? mnist.source.none}</p>
          {source?.citation && <p>{source.citation}</p>}
        </div>
      </Section>
    </Page>
  )
}

interface ModelsProps {
  readonly trained: readonly TrainedDigits[]
  readonly shown: TrainedDigits
}

/** The models that can be asked; the one that is, marked. */
const Models = ({ trained, shown }: ModelsProps) => (
  <div className="digit-models">
    <p id="which">{mnist.which}</p>
    <ul className="chips" aria-labelledby="which">
      {trained.map(({ recipe, result }) => (
        <li key={recipe.model}>
          <Link
            href={`/mnist?model=${recipe.model}`}
            scroll={false}
            aria-current={recipe.model === shown.recipe.model ? 'true' : undefined}
          >
            {mnist.models[recipe.model]} <small>{mnist.accuracyOf(result.accuracy)}</small>
          </Link>
        </li>
      ))}
    </ul>
  </div>
)
