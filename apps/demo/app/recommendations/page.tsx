import type { Metadata } from 'next'
import { FilmList } from '../../components/film-list.tsx'
import { Page } from '../../components/page.tsx'
import { UserForm } from '../../components/user-form.tsx'
import { Waiting } from '../../components/waiting.tsx'
import { parseUser, type SearchParams, type UserQuery } from '../../lib/query.ts'
import { texts } from '../../lib/texts.ts'
import { someUsers } from '../../server/insights.ts'
import { openModel } from '../../server/open-model.ts'
import type { Served } from '../../server/served.ts'

const { recommendations, site } = texts
const shown = 10

/** The lesson's first user. */
const firstUser = 196

export const metadata: Metadata = { title: site.pages.recommendations }

export default async function RecommendationsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const query = parseUser((await searchParams)['user'])
  const opened = await openModel()
  if (!opened.model) return <Waiting current="recommendations" problem={opened.problem} />
  const { model } = opened
  const { users } = model.recommender

  const some = someUsers(model)
  const asked = query.kind === 'none' ? (users.has(firstUser) ? firstUser : some[0]!) : idOf(query)
  const user = asked !== null && users.has(asked) ? asked : null
  return (
    <Page
      current="recommendations"
      title={user === null ? recommendations.titleWithout : recommendations.title(user)}
      lede={recommendations.lede}
    >
      <UserForm
        value={query.kind === 'invalid' ? query.text : String(asked ?? '')}
        problem={user === null ? problemOf(query, users.size - 1) : null}
        some={some.map((id) => ({ user: id, ratings: users.counts[users.indexOf(id)]! }))}
      />
      {user !== null && <Lists model={model} user={user} />}
    </Page>
  )
}

function Lists({ model, user }: { readonly model: Served; readonly user: string | number }) {
  const { recommender, catalogue } = model
  const own = catalogue.ratedBy(user)
  const best = own.slice(0, shown)
  return (
    <div className="two-lists">
      <section aria-labelledby="recommended">
        <h2 id="recommended">{recommendations.list}</h2>
        <FilmList
          unit={recommendations.predicted}
          films={recommender
            .recommend({ user }, { n: shown })
            .map(({ item, score }) => ({ title: String(item), stars: score, film: catalogue.film(item) }))}
        />
      </section>
      <section aria-labelledby="own">
        <h2 id="own">{recommendations.own}</h2>
        <FilmList
          whole
          unit={recommendations.stars}
          films={best.map(({ title, rating }) => ({ title, stars: rating, film: catalogue.film(title) }))}
        />
        <p className="note">{recommendations.ownOf(best.length, own.length)}</p>
      </section>
    </div>
  )
}

const idOf = (query: UserQuery) => (query.kind === 'user' ? query.user : null)

const problemOf = (query: UserQuery, users: number) =>
  query.kind === 'invalid'
    ? recommendations.invalid(query.text)
    : recommendations.unknown(String(idOf(query)), users)
