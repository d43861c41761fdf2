import { DataTable } from '../../components/data-table.tsx'
import { Figure } from '../../components/figure.tsx'
import { Page, Section } from '../../components/page.tsx'
import { PcaMap } from '../../components/pca/pca-map.tsx'
import { Scree } from '../../components/pca/scree.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { parseMapView } from '../../lib/map-view.ts'
import type { SearchParams } from '../../lib/query.ts'
import { format, texts } from '../../lib/texts.ts'
import { filmMap } from '../../server/film-map.ts'
import { openModel } from '../../server/open-model.ts'

const { pca } = texts

export default async function PcaPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = await searchParams
  const opened = await openModel()
  if (!opened.model) return <Waiting current="pca" problem={opened.problem} />
  const { films, explained } = filmMap(opened.model)
  const view = parseMapView(query, explained.length)
  return (
    <Page current="pca" title={pca.title} lede={pca.lede(opened.model.recommender.nFactors)}>
      <PcaMap films={films} explained={explained} start={view} />
      <Section id="scree" title={pca.scree} note={pca.screeNote}>
        <Figure
          caption={pca.screeCaption(
            explained.length,
            explained.reduce((sum, share) => sum + share, 0),
          )}
          table={
            <DataTable
              caption={pca.screeTable}
              columns={pca.screeColumns}
              rows={explained.map((share, i) => [pca.component(i + 1), format.percent(share)])}
            />
          }
        >
          <Scree explained={explained} />
        </Figure>
      </Section>
      <Section id="table" title={pca.table}>
        <details>
          <summary>{texts.figure.numbers}</summary>
          <DataTable
            caption={pca.coordinates}
            hideCaption
            columns={[pca.columns.film, ...explained.map((_, i) => pca.component(i + 1))]}
            rows={films.map(({ title, place }) => [title, ...place.map(format.coordinate)])}
          />
        </details>
      </Section>
    </Page>
  )
}
