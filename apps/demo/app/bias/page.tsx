import type { Metadata } from 'next'
import { BiasTable } from '../../components/bias-table.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Scatter } from '../../components/scatter.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { format, texts } from '../../lib/texts.ts'
import { filmBiases } from '../../server/insights.ts'
import { openModel } from '../../server/open-model.ts'

const { bias } = texts
const shown = 15

export const metadata: Metadata = { title: texts.site.pages.bias }

export default async function BiasPage() {
  const opened = await openModel()
  if (!opened.model) return <Waiting current="bias" problem={opened.problem} />
  const films = filmBiases(opened.model)
  const highestFirst = films.toReversed()
  return (
    <Page current="bias" title={bias.title} lede={`${bias.lede} ${bias.scope(films.length)}`}>
      <div className="two-tables">
        <BiasTable caption={bias.lowest} films={films.slice(0, shown)} />
        <BiasTable caption={bias.highest} films={highestFirst.slice(0, shown)} />
      </div>
      <Section id="against" title={bias.plot} note={bias.plotCaption}>
        <Scatter
          label={bias.plotLabel}
          titles={films.map(({ title }) => title)}
          x={{ label: bias.axes.x, values: films.map(({ meanRating }) => format.short(meanRating)) }}
          y={{ label: bias.axes.y, values: films.map((film) => format.short(film.bias)) }}
          marked={endsInTurn(films.length, shown)}
        />
        <details className="all-films">
          <summary>{bias.table}</summary>
          <BiasTable caption={bias.table} films={highestFirst} hideCaption />
        </details>
      </Section>
    </Page>
  )
}

/** The first and the last index, the second and the one before the last, ... */
const endsInTurn = (length: number, each: number) =>
  Array.from({ length: Math.min(each, Math.floor(length / 2)) }, (_, i) => [i, length - 1 - i]).flat()
