import type { Metadata } from 'next'
import type { RawId } from '@onecycle/collab'
import { FilmFilters } from '../../components/film-filters.tsx'
import { FilmLines } from '../../components/film-lines.tsx'
import { HiddenFilms } from '../../components/hidden-films.tsx'
import { Page } from '../../components/page.tsx'
import { RecommendedFilm } from '../../components/recommended-film.tsx'
import { UserForm } from '../../components/user-form.tsx'
import { Waiting } from '../../components/waiting.tsx'
import type { SearchParams, UserQuery } from '../../lib/query.ts'
import { parseRecommendationQuery } from '../../lib/recommendation-query.ts'
import { format, texts } from '../../lib/texts.ts'
import { filmLook } from '../../server/film-looks.ts'
import { someUsers } from '../../server/insights.ts'
import { filmsAllowed, userListed, visitorListed, type Listed } from '../../server/listed.ts'
import { openModel } from '../../server/open-model.ts'
import type { Served } from '../../server/served.ts'
import { foldVisitor, visitorOpinions } from '../../server/visitor-model.ts'

const { recommendations, site } = texts
const shown = 10

/** The lesson's first user. */
const firstUser = 196

export const metadata: Metadata = { title: site.pages.recommendations }

export default async function RecommendationsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const parameters = await searchParams
  const opened = await openModel()
  if (!opened.model) return <Waiting current="recommendations" problem={opened.problem} />
  const { model } = opened
  const { recommender, catalogue } = model
  const { users } = recommender
  const query = parseRecommendationQuery(parameters, catalogue.genres)
  const opinions = await visitorOpinions(model)
  const folded = query.user.kind === 'none' ? foldVisitor(model, opinions) : null

  const some = someUsers(model)
  const asked = folded ? null : userOf(query.user, users.has(firstUser) ? firstUser : some[0]!)
  const known = asked !== null && users.has(asked)
  const mine = folded && visitorListed(folded, opinions)
  const listed = mine ?? (known ? userListed(model, asked) : null)
  const allowed = filmsAllowed(model, query)
  return (
    <Page
      current="recommendations"
      title={titleOf(mine !== null, known ? asked : null)}
      lede={
        mine
          ? recommendations.ledeMine(mine.rated.length)
          : query.user.kind === 'none'
            ? recommendations.ledeNone
            : recommendations.lede
      }
    >
      <UserForm
        mine={opinions.rated.length}
        user={asked}
        value={query.user.kind === 'invalid' ? query.user.text : String(asked ?? '')}
        problem={listed === null ? problemOf(query.user, users.size - 1) : null}
        some={some.map((id) => ({ user: id, ratings: users.counts[users.indexOf(id)]! }))}
      />
      {listed && (
        <>
          <FilmFilters query={query} genres={catalogue.genres} films={allowed.length} />
          <Lists
            model={model}
            listed={listed}
            allow={allowed.map(({ title }) => title)}
            back={mine && addressOf(parameters)}
          />
          {mine && <HiddenFilms model={model} titles={mine.hidden} back={addressOf(parameters)} />}
        </>
      )}
    </Page>
  )
}

interface ListsProps {
  readonly model: Served
  readonly listed: Listed
  readonly allow: readonly string[]
  readonly back: string | null
}

function Lists({ model, listed, allow, back }: ListsProps) {
  const films = listed.recommend({ n: shown, allow, deny: listed.hidden })
  const best = listed.rated.slice(0, shown)
  return (
    <div className="recommended-and-own">
      <section aria-labelledby="recommended">
        <h2 id="recommended" className="unseen">
          {recommendations.list}
        </h2>
        {films.length === 0 && <p>{recommendations.none}</p>}
        <ol className="recommended">
          {films.map(({ item, score }, place) => {
            const film = model.catalogue.film(item)!
            const look = filmLook(model, film.title)
            return (
              <RecommendedFilm
                key={film.id}
                film={film}
                look={look}
                score={score}
                steps={listed.waterfall(item)}
                back={back}
                open={place === 0}
              />
            )
          })}
        </ol>
      </section>
      <section aria-labelledby="own">
        <h2 id="own">{recommendations.own}</h2>
        <FilmLines
          model={model}
          unit={recommendations.stars}
          films={best.map(({ title, rating }) => ({ title, value: format.rating(rating) }))}
        />
        <p className="note">{recommendations.ownOf(best.length, listed.rated.length)}</p>
      </section>
    </div>
  )
}

const titleOf = (mine: boolean, user: RawId | null) =>
  mine ? recommendations.mine : user === null ? recommendations.titleWithout : recommendations.title(user)

const userOf = (query: UserQuery, otherwise: RawId): RawId | null =>
  query.kind === 'user' ? query.user : query.kind === 'none' ? otherwise : null

/** This page's address, for forms that come back to it. */
function addressOf(parameters: Awaited<SearchParams>): string {
  const single = Object.entries(parameters).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return `/recommendations?${new URLSearchParams(single)}`
}

const problemOf = (query: UserQuery, users: number) =>
  query.kind === 'invalid'
    ? recommendations.invalid(query.text)
    : recommendations.unknown(query.kind === 'user' ? String(query.user) : '', users)
