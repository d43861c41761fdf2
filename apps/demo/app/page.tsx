import Link from 'next/link'
import { DatasetFacts } from '../components/dataset-facts.tsx'
import { Doors } from '../components/doors.tsx'
import { FilmPoster } from '../components/film-poster.tsx'
import { ModelFacts } from '../components/model-facts.tsx'
import { Page, Section } from '../components/page.tsx'
import { Recovery } from '../components/recovery.tsx'
import { TrainingSection } from '../components/training-section.tsx'
import { Waiting } from '../components/waiting.tsx'
import { texts } from '../lib/texts.ts'
import { filmLook } from '../server/film-looks.ts'
import { openModel } from '../server/open-model.ts'
import { recoveryOf } from '../server/planted.ts'
import { siteModel, type Served } from '../server/served.ts'
import { trainingState } from '../server/training.ts'

const { home } = texts

/** As many cards as fill the width. */
const wall = 12

export default async function HomePage() {
  const opened = await openModel()
  if (!opened.model) return <Waiting current="home" problem={opened.problem} />
  const { model } = opened
  const { version, created, card } = model
  const { notLoaded } = siteModel()
  const recovery = recoveryOf(model)
  return (
    <Page current="home" title={home.title} lede={home.lede(card.dataset.ratings, card.seconds)}>
      <p className="start">
        <Link className="button" href="/rate">
          {home.start}
        </Link>
        <Link className="button quiet" href="/recommendations">
          {home.look}
        </Link>
      </p>
      <Wall model={model} />
      <section className="door-section" aria-labelledby="doors">
        <h2 id="doors" className="unseen">
          {home.doors}
        </h2>
        <Doors model={model} />
      </section>
      <Section id="model" title={home.model}>
        {notLoaded && (
          <p className="notice" role="status">
            {home.notLoaded(notLoaded.version, notLoaded.reason, version)}
          </p>
        )}
        <ModelFacts version={version} created={created} card={card} />
      </Section>
      <TrainingSection state={await trainingState()} page="/" />
      <Section id="ratings" title={home.ratings}>
        <DatasetFacts dataset={card.dataset} />
      </Section>
      {recovery && <Recovery found={recovery} />}
    </Page>
  )
}

const Wall = ({ model }: { readonly model: Served }) => (
  <section className="wall" aria-labelledby="wall">
    <h2 id="wall" className="unseen">
      {home.wall}
    </h2>
    <ul>
      {model.catalogue.films.slice(0, wall).map((film) => (
        <li key={film.id}>
          <FilmPoster film={film} look={filmLook(model, film.title)} />
        </li>
      ))}
    </ul>
    <p className="note">{home.wallNote(model.recommender.nFactors)}</p>
  </section>
)
