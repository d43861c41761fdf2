import { BiasExplorer } from '../../components/bias/bias-explorer.tsx'
import { BiasTable } from '../../components/bias/bias-table.tsx'
import { Contrast } from '../../components/bias/contrast.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Figure } from '../../components/figure.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Histogram } from '../../components/plot/histogram.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { parseMinimum, parseWords, type SearchParams } from '../../lib/query.ts'
import { format, texts } from '../../lib/texts.ts'
import { contrast, filmBiases, lessonMinimum, userBiases } from '../../server/insights.ts'
import { openModel } from '../../server/open-model.ts'

const { bias } = texts

export default async function BiasPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = await searchParams
  const opened = await openModel()
  if (!opened.model) return <Waiting current="bias" problem={opened.problem} />
  const { model } = opened
  const films = filmBiases(model)
  const pair = contrast(model)
  const { users, harshest, kindest, bins } = userBiases(model)
  const minimum = parseMinimum(query['min'], films[0]!.ratings) ?? lessonMinimum(model)
  return (
    <Page current="bias" title={bias.title} lede={bias.lede}>
      <Section id="films" title={bias.films} note={bias.filmsNote}>
        <BiasExplorer
          films={films}
          minimum={minimum}
          query={parseWords(query['q'])}
          examples={pair?.map(({ title }) => title) ?? []}
        />
        <details className="all-films">
          <summary>{bias.table}</summary>
          <BiasTable
            caption={bias.table}
            films={films.filter(({ ratings }) => ratings >= minimum).toSorted((a, b) => b.bias - a.bias)}
            hideCaption
          />
        </details>
      </Section>
      {pair && (
        <Section id="why" title={bias.why} note={bias.whyNote}>
          <Contrast pair={pair} />
        </Section>
      )}
      <Section id="users" title={bias.users} note={bias.usersNote}>
        <Figure
          caption={bias.usersCaption(users)}
          table={
            <DataTable
              caption={bias.usersLabel}
              columns={bias.binColumns}
              rows={bins.map(({ low, high, count }) => [bias.bin(low, high), format.count(count)])}
            />
          }
        >
          <Histogram label={bias.usersLabel} axis={bias.usersAxis} bins={bins} />
        </Figure>
        <p className="ends-of-users">
          <span>← {bias.harshest(harshest.user, harshest.meanRating)}</span>
          <span>{bias.kindest(kindest.user, kindest.meanRating)} →</span>
        </p>
      </Section>
    </Page>
  )
}
