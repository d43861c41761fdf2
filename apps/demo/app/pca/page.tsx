import type { Metadata } from 'next'
import { AxisPicker } from '../../components/axis-picker.tsx'
import { ComponentEnds } from '../../components/component-ends.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Scatter } from '../../components/scatter.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { parseAxes, type SearchParams } from '../../lib/query.ts'
import { format, texts } from '../../lib/texts.ts'
import { filmComponents, type Components } from '../../server/insights.ts'
import { openModel } from '../../server/open-model.ts'

const { pca } = texts

/** How many films are marked at each end of each axis. */
const markedEach = 10

export const metadata: Metadata = { title: texts.site.pages.pca }

export default async function PcaPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = await searchParams
  const { x, y } = parseAxes(query['x'], query['y'])
  const opened = await openModel()
  if (!opened.model) return <Waiting current="pca" problem={opened.problem} />
  const { model } = opened
  const components = filmComponents(model)
  const axes = [x, y].map((component) => {
    const values = components.coordinates.map((place) => format.short(place[component - 1]!))
    const order = values.map((_, film) => film).sort((a, b) => values[a]! - values[b]!)
    return { component, values, order, explained: components.explained[component - 1]! }
  })
  const [across, up] = axes
  return (
    <Page current="pca" title={pca.title} lede={pca.lede(model.recommender.nFactors)}>
      <AxisPicker x={x} y={y} explained={components.explained} />
      <Section id="map" title={pca.plot} note={pca.plotCaption(components.titles.length)}>
        <Scatter
          label={pca.plotLabel(x, y)}
          titles={components.titles}
          x={{ label: pca.component(x), values: across!.values }}
          y={{ label: pca.component(y), values: up!.values }}
          marked={ends(axes.map(({ order }) => order))}
        />
      </Section>
      <Section id="ends" title={pca.ends}>
        {axes.map((axis) => (
          <ComponentEnds key={axis.component} titles={components.titles} {...axis} />
        ))}
        <details className="all-films">
          <summary>{pca.table}</summary>
          <ComponentTable components={components} />
        </details>
      </Section>
    </Page>
  )
}

const ComponentTable = ({ components }: { readonly components: Components }) => (
  <table className="film-table">
    <caption className="unseen">{pca.table}</caption>
    <thead>
      <tr>
        <th scope="col">{pca.columns.film}</th>
        {components.explained.map((_, i) => (
          <th key={i} scope="col" aria-label={pca.component(i + 1)}>
            {i + 1}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {components.titles.map((title, film) => (
        <tr key={title}>
          <th scope="row">{title}</th>
          {components.coordinates[film]!.map((value, i) => (
            <td key={i}>{format.coordinate(value)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

/** The films at both ends of every axis, the outermost first. */
function ends(orders: readonly (readonly number[])[]): number[] {
  const found = new Set<number>()
  for (let i = 0; i < markedEach; i++) {
    for (const order of orders)
      for (const film of [order.at(-1 - i), order[i]]) if (film !== undefined) found.add(film)
  }
  return [...found]
}
