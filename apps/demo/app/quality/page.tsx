import { connection } from 'next/server'
import { DataTable } from '../../components/data-table.tsx'
import { Figure } from '../../components/figure.tsx'
import { MeasureBars, type MeasureBar } from '../../components/measure-bars.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PostForm } from '../../components/post-form.tsx'
import { RefreshWhenOver } from '../../components/refresh-when-over.tsx'
import { RefreshWithoutScript } from '../../components/refresh-without-script.tsx'
import { SignIn } from '../../components/sign-in.tsx'
import type { QualityResult } from '../../lib/quality.ts'
import type { SearchParams } from '../../lib/query.ts'
import { isActive, type RunState } from '../../lib/run-state.ts'
import { format, texts } from '../../lib/texts.ts'
import { mayChange } from '../../server/may-change.ts'
import { qualityRuns } from '../../server/quality.ts'
import { siteStore } from '../../server/served.ts'

const { quality, train } = texts

export default async function QualityPage({ searchParams }: { readonly searchParams: SearchParams }) {
  await connection()
  const { problem } = await searchParams
  const { allowed } = await mayChange()
  const { last, found } = await qualityRuns(siteStore())
  const active = last !== null && isActive(last)
  return (
    <Page current="quality" title={quality.title} lede={quality.lede}>
      {typeof problem === 'string' && (
        <p className="problem" role="alert">
          {train.problems[problem] ?? train.problem}
        </p>
      )}
      {!allowed && <SignIn back="/quality" />}
      <div className="measure">
        <PostForm action="/api/training/quality" back="/quality">
          <button type="submit" disabled={!allowed || active}>
            {found ? quality.again : quality.measure}
          </button>
        </PostForm>
        <p className="note" role="status">
          {statusOf(last) ?? (found ? quality.about : `${quality.none} ${quality.about}`)}
        </p>
      </div>
      {active && (
        <>
          <RefreshWithoutScript page="/quality" />
          <RefreshWhenOver key={last.id} initial={last} />
        </>
      )}
      {found && <Found {...found} />}
    </Page>
  )
}

function statusOf(run: RunState | null): string | null {
  if (run?.status === 'queued') return quality.waiting
  if (run?.status === 'running') return quality.running
  if (run?.status === 'cancelled') return quality.cancelled
  return run?.status === 'failed' ? quality.failed(run.error ?? '') : null
}

/** What was found: bars for lists and for stars, all figures, and how they were come by. */
function Found({
  contestants,
  k,
  users,
  dataset,
  isSample,
  trainRatings,
  testRatings,
  testPct,
}: QualityResult) {
  const lists = contestants.map(({ name, ndcg }) => ({
    name: quality.names[name],
    value: ndcg,
    text: format.loss(ndcg),
    own: name === 'hybrid',
  }))
  const stars = contestants.flatMap(({ name, rmse }) =>
    rmse === null || name === 'dot-bias' // the hybrid's stars are its
      ? []
      : { name: quality.names[name], value: rmse, text: format.loss(rmse), own: name === 'hybrid' },
  )
  return (
    <>
      <Section id="lists" title={quality.lists.title} note={quality.lists.note(k)}>
        <Figure
          caption={quality.lists.caption(k, users)}
          table={<BarTable caption={quality.lists.table(k)} bars={lists} />}
        >
          <MeasureBars bars={lists} />
        </Figure>
      </Section>
      <Section id="stars" title={quality.stars.title} note={quality.stars.note}>
        <Figure
          caption={quality.stars.caption(testRatings)}
          table={<BarTable caption={quality.stars.table} bars={stars} />}
        >
          <MeasureBars bars={stars} />
        </Figure>
      </Section>
      <Section id="figures" title={quality.table.title}>
        <DataTable
          hideCaption
          caption={quality.table.caption}
          columns={quality.table.columns(k)}
          rows={contestants.map(({ name, ndcg, map, precision, recall, coverage, rmse, seconds }) => [
            quality.names[name],
            ...[ndcg, map, precision, recall].map(format.loss),
            format.percent(coverage),
            rmse === null ? quality.table.nothing : format.loss(rmse),
            format.seconds(seconds),
          ])}
        />
      </Section>
      <Section id="protocol" title={quality.protocol.title}>
        <div className="prose">
          <p>{quality.protocol.of(dataset, trainRatings, testRatings, testPct)}</p>
          {isSample && <p>{quality.protocol.sample}</p>}
          {quality.protocol.paragraphs(k).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
      </Section>
    </>
  )
}

const BarTable = ({ caption, bars }: { readonly caption: string; readonly bars: readonly MeasureBar[] }) => (
  <DataTable
    caption={caption}
    columns={[quality.table.model, quality.table.value]}
    rows={bars.map(({ name, text }) => [name, text])}
  />
)
