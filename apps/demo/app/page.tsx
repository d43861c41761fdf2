import Link from 'next/link'
import { DatasetFacts } from '../components/dataset-facts.tsx'
import { ModelFacts } from '../components/model-facts.tsx'
import { Page, Section } from '../components/page.tsx'
import { TrainingSection } from '../components/training-section.tsx'
import { Waiting } from '../components/waiting.tsx'
import { texts } from '../lib/texts.ts'
import { openModel } from '../server/open-model.ts'
import { trainingState } from '../server/training.ts'

const { home, site } = texts

const doors = [
  ['recommendations', '/recommendations'],
  ['bias', '/bias'],
  ['pca', '/pca'],
] as const

export default async function HomePage() {
  const opened = await openModel()
  if (!opened.model) return <Waiting current="home" problem={opened.problem} />
  const { model } = opened
  return (
    <Page current="home" title={home.title} lede={home.lede}>
      <Section id="model" title={home.model}>
        <ModelFacts version={model.version} created={model.created} card={model.card} />
      </Section>
      <TrainingSection state={await trainingState()} page="/" />
      <Section id="inside" title={home.doors}>
        <ul className="doors">
          {doors.map(([name, href]) => (
            <li key={name}>
              <Link href={href}>{site.pages[name]}</Link>
              <p>{home.doorTexts[name]}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section id="ratings" title={home.ratings}>
        <DatasetFacts dataset={model.card.dataset} />
      </Section>
    </Page>
  )
}
