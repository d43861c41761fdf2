import { connection } from 'next/server'
import { DecayLosses } from '../../components/decay-losses.tsx'
import { DecayWeights } from '../../components/decay-weights.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PostForm } from '../../components/post-form.tsx'
import { RefreshWhenOver } from '../../components/refresh-when-over.tsx'
import { RefreshWithoutScript } from '../../components/refresh-without-script.tsx'
import { SignIn } from '../../components/sign-in.tsx'
import { isActive } from '../../lib/run-state.ts'
import { texts } from '../../lib/texts.ts'
import { mayChange } from '../../server/may-change.ts'
import { siteStore } from '../../server/served.ts'
import { decayRuns, decays } from '../../server/weight-decay.ts'
import type { SearchParams } from '../../lib/query.ts'

const { weightDecay, train } = texts

export default async function WeightDecayPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await connection()
  const { problem } = await searchParams
  const { allowed } = await mayChange()
  const runs = await decayRuns(siteStore())
  const trained = runs.filter(({ status }) => status === 'done')
  const active = runs.find(isActive)
  return (
    <Page current="weight-decay" title={weightDecay.title} lede={weightDecay.lede}>
      {typeof problem === 'string' && (
        <p className="problem" role="alert">
          {train.problems[problem] ?? train.problem}
        </p>
      )}
      {!allowed && <SignIn back="/weight-decay" />}
      <Section id="glance" title={weightDecay.glance.title} note={weightDecay.glance.note}>
        <PostForm action="/api/training/weight-decay" back="/weight-decay" className="run-buttons">
          <button type="submit" disabled={!allowed || active !== undefined}>
            {trained.length === decays.length ? weightDecay.again : weightDecay.start}
          </button>
        </PostForm>
        <p className="note" role="status">
          {active ? weightDecay.count(trained.length, decays.length) : runs.length === 0 && weightDecay.none}
        </p>
        {active && (
          <>
            <RefreshWithoutScript page="/weight-decay" />
            <RefreshWhenOver key={active.id} initial={active} />
          </>
        )}
        {trained.length > 0 && <DecayLosses runs={trained} />}
      </Section>
      {trained.length > 0 && (
        <Section id="weights" title={weightDecay.weights.title} note={weightDecay.weights.note}>
          <DecayWeights runs={trained} />
        </Section>
      )}
      <Section id="how" title={weightDecay.how.title}>
        <div className="prose">
          {weightDecay.how.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </Section>
    </Page>
  )
}
