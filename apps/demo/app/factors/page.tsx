import { Worksheet } from '../../components/factors/worksheet.tsx'
import { Page, Section } from '../../components/page.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { texts } from '../../lib/texts.ts'
import { worksheet } from '../../server/insights.ts'
import { openModel } from '../../server/open-model.ts'

const { factors } = texts

export default async function FactorsPage() {
  const opened = await openModel()
  if (!opened.model) return <Waiting current="factors" problem={opened.problem} />
  return (
    <Page current="factors" title={factors.title} lede={factors.lede}>
      <Worksheet {...worksheet(opened.model)} />
      <Section id="reading" title={factors.reading}>
        <dl className="notes">
          {factors.notes.map(({ title, text }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </Page>
  )
}
