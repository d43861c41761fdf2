import { notFound } from 'next/navigation'
import { z } from 'zod'
import { FactorBars } from '../../../components/factor-bars.tsx'
import { FilmFacts } from '../../../components/film-facts.tsx'
import { FilmLines } from '../../../components/film-lines.tsx'
import { FilmMap } from '../../../components/film-map.tsx'
import { FilmArt } from '../../../components/film-poster.tsx'
import { ForVisitor } from '../../../components/for-visitor.tsx'
import { Page, Section } from '../../../components/page.tsx'
import { RatingHistogram } from '../../../components/rating-histogram.tsx'
import { Waiting } from '../../../components/waiting.tsx'
import { splitTitle } from '../../../lib/film-title.ts'
import { format, texts } from '../../../lib/texts.ts'
import { learnedOf } from '../../../server/film-facts.ts'
import { filmLook } from '../../../server/film-looks.ts'
import { openModel } from '../../../server/open-model.ts'
import type { Served } from '../../../server/served.ts'
import { visitorOpinions } from '../../../server/visitor-model.ts'

interface Props {
  readonly params: Promise<{ readonly id: string }>
}

const filmId = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

const filmOf = ({ catalogue }: Served, id: string) => {
  const { data } = filmId.safeParse(id)
  return data === undefined ? undefined : catalogue.filmOfId(data)
}

export default async function FilmPage({ params }: Props) {
  const { id } = await params
  const found = await openModel()
  if (!found.model) return <Waiting problem={found.problem} />
  const { model } = found
  const film = filmOf(model, id)
  if (!film) notFound()
  const { name } = splitTitle(film.title)
  const learned = learnedOf(model, film)
  const histogram = model.catalogue.histogram(film.title)
  const mean = model.recommender.items.meanRating(film.title)
  const opinions = await visitorOpinions(model)
  return (
    <Page title={name} tab={film.title}>
      <div className="film-top">
        <FilmArt look={filmLook(model, film.title)} />
        <FilmFacts film={film} histogram={histogram} mean={mean} learned={learned} />
        <ForVisitor model={model} film={film} opinions={opinions} />
      </div>
      <Section id="histogram" title={texts.film.histogram.title}>
        <RatingHistogram bars={histogram} mean={mean} />
      </Section>
      {learned && (
        <>
          <Section id="alike" title={texts.film.alike.title} note={texts.film.alike.note}>
            <FilmLines
              model={model}
              unit={texts.film.alike.similarity}
              films={learned.similar.map(({ item, score }) => ({
                title: String(item),
                value: format.coordinate(score),
              }))}
            />
          </Section>
          <Section id="factors" title={texts.film.factors.title}>
            <FactorBars values={learned.factors} />
          </Section>
          <Section id="map" title={texts.film.map.title}>
            <FilmMap {...learned.map} />
          </Section>
        </>
      )}
    </Page>
  )
}
