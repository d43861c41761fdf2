import type { RawId } from '@onecycle/collab'
import { FilmFilters } from '../../components/film-filters.tsx'
import { HiddenFilms } from '../../components/hidden-films.tsx'
import { Page } from '../../components/page.tsx'
import { RecommendedLists } from '../../components/recommended-lists.tsx'
import { UserForm } from '../../components/user-form.tsx'
import { Waiting } from '../../components/waiting.tsx'
import type { SearchParams, UserQuery } from '../../lib/query.ts'
import { parseRecommendationQuery } from '../../lib/recommendation-query.ts'
import { texts } from '../../lib/texts.ts'
import { someUsers } from '../../server/insights.ts'
import { filmsAllowed, userListed, visitorListed } from '../../server/listed.ts'
import { openModel } from '../../server/open-model.ts'
import { foldVisitor, visitorOpinions } from '../../server/visitor-model.ts'

const { recommendations } = texts

/** The lesson's first user. */
const firstUser = 196

export default async function RecommendationsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const parameters = await searchParams
  const opened = await openModel()
  if (!opened.model) return <Waiting current="recommendations" problem={opened.problem} />
  const { model } = opened
  const { recommender, catalogue } = model
  const { users } = recommender
  const query = parseRecommendationQuery(parameters, catalogue.genres)
  const opinions = await visitorOpinions(model)
  const folded = foldVisitor(model, opinions)

  const mine = folded && visitorListed(model, folded, opinions)
  const forMe = query.user.kind === 'none' ? mine : null
  const some = someUsers(model)
  const asked = forMe ? null : userOf(query.user, users.has(firstUser) ? firstUser : some[0]!)
  const known = asked !== null && users.has(asked)
  const listed = forMe ?? (known ? userListed(model, asked) : null)
  const allowed = filmsAllowed(model, query)
  return (
    <Page
      current="recommendations"
      title={titleOf(forMe !== null, known ? asked : null)}
      lede={
        forMe
          ? recommendations.ledeMine(forMe.rated.length)
          : query.user.kind === 'none'
            ? recommendations.ledeNone
            : recommendations.lede
      }
    >
      <UserForm
        mine={mine ? mine.rated.length : null}
        user={asked}
        value={query.user.kind === 'invalid' ? query.user.text : String(asked ?? '')}
        problem={listed === null ? problemOf(query.user, users.size - 1) : null}
        some={some.map((id) => ({ user: id, ratings: users.counts[users.indexOf(id)]! }))}
      />
      {listed && (
        <>
          <FilmFilters query={query} genres={catalogue.genres} films={allowed.length} />
          <RecommendedLists
            model={model}
            listed={listed}
            allow={allowed.map(({ title }) => title)}
            back={forMe && addressOf(parameters)}
          />
          {forMe && <HiddenFilms model={model} titles={forMe.hidden} back={addressOf(parameters)} />}
        </>
      )}
    </Page>
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
