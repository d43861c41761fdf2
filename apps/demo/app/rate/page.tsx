import Link from 'next/link'
import type { Movie } from '@onecycle/collab'
import { FilmPoster } from '../../components/film-poster.tsx'
import { TitleSearch } from '../../components/title-search.tsx'
import { Page } from '../../components/page.tsx'
import { StarRating } from '../../components/star-rating.tsx'
import { TastePanel } from '../../components/taste-panel.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { YourRatings } from '../../components/your-ratings.tsx'
import { splitTitle } from '../../lib/film-title.ts'
import { parseFilmQuery, pathOfFilmQuery, type FilmQuery, type SearchParams } from '../../lib/query.ts'
import { texts } from '../../lib/texts.ts'
import { filmLook } from '../../server/film-looks.ts'
import { openModel } from '../../server/open-model.ts'
import { visitorOpinions, type VisitorOpinions } from '../../server/visitor-model.ts'

const { rate } = texts
const filmsAPage = 24

export default async function RatePage({ searchParams }: { readonly searchParams: SearchParams }) {
  const parameters = await searchParams
  const opened = await openModel()
  if (!opened.model) return <Waiting current="rate" problem={opened.problem} />
  const { model } = opened
  const { catalogue } = model
  const opinions = await visitorOpinions(model)
  const query = parseFilmQuery(parameters, catalogue.genres)
  const found = catalogue.find(query).filter(({ title }) => model.recommender.items.has(title))
  const pages = Math.max(1, Math.ceil(found.length / filmsAPage))
  const page = Math.min(query.page ?? firstToAnswer(found, opinions), pages)
  const films = found.slice((page - 1) * filmsAPage, page * filmsAPage)
  const back = pathOfFilmQuery({ ...query, page })
  return (
    <Page current="rate" title={rate.title} lede={rate.lede}>
      {'forgotten' in parameters && opinions.byTitle.size === 0 && (
        <p className="notice" role="status">
          {rate.forgotten}
        </p>
      )}
      {'refused' in parameters && (
        <p className="problem" role="alert">
          {rate.refused}
        </p>
      )}
      <div className="rating-desk">
        <TastePanel model={model} opinions={opinions} />
        <section aria-labelledby="films">
          <h2 id="films" className="unseen">
            {rate.films}
          </h2>
          <TitleSearch genres={catalogue.genres} text={query.text ?? ''} genre={query.genre} />
          <p className="note">
            {rate.found(found.length)}. {found.length === 0 ? rate.nothing : rate.order}
          </p>
          <ul className="film-cards">
            {films.map((film) => (
              <li key={film.id} id={`film-${film.id}`} data-opinion={opinions.byTitle.get(film.title)?.kind}>
                <FilmPoster film={film} look={filmLook(model, film.title)} />
                <StarRating
                  film={film.id}
                  name={splitTitle(film.title).name}
                  opinion={opinions.byTitle.get(film.title)}
                  back={`${back}#film-${film.id}`}
                />
              </li>
            ))}
          </ul>
          <Pager query={query} page={page} pages={pages} />
        </section>
      </div>
      <YourRatings opinions={opinions} />
    </Page>
  )
}

/** The page with the first film that the visitor has said nothing about. */
function firstToAnswer(films: readonly Movie[], { byTitle }: VisitorOpinions): number {
  const first = films.findIndex(({ title }) => !byTitle.has(title))
  return 1 + Math.floor(Math.max(0, first) / filmsAPage)
}

interface PagerProps {
  readonly query: FilmQuery
  readonly page: number
  readonly pages: number
}

const Pager = ({ query, page, pages }: PagerProps) => (
  <nav className="pager" aria-label={rate.pages}>
    {page > 1 && (
      <Link className="button quiet" href={pathOfFilmQuery({ ...query, page: page - 1 })}>
        {rate.previous}
      </Link>
    )}
    {page < pages && (
      <Link className="button quiet" href={pathOfFilmQuery({ ...query, page: page + 1 })}>
        {rate.next}
      </Link>
    )}
  </nav>
)
