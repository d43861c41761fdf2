import Link from 'next/link'
import type { RawId } from '@onecycle/collab'
import { format, texts } from '../lib/texts.ts'

const { recommendations } = texts

interface Props {
  /** How many ratings the visitor has; null for too few. */
  readonly mine: number | null
  /** Null for the visitor. */
  readonly user: RawId | null
  readonly value: string
  readonly problem: string | null
  readonly some: readonly { readonly user: RawId; readonly ratings: number }[]
}

/** For whom: the visitor, some users of the ratings, or any by number. */
export const UserForm = ({ mine, user, value, problem, some }: Props) => (
  <div className="recommended-for">
    <div>
      <p id="some">{recommendations.who}</p>
      <ul className="chips" aria-labelledby="some">
        <li>
          {mine !== null ? (
            <Link
              href="/recommendations"
              aria-current={user === null && problem === null ? 'true' : undefined}
            >
              {recommendations.you} <small>{format.count(mine)}</small>
              <span className="unseen"> {recommendations.ratingsWord}</span>
            </Link>
          ) : (
            <Link href="/rate">
              {recommendations.you} <small>{recommendations.rateFirst}</small>
            </Link>
          )}
        </li>
        {some.map(({ user: id, ratings }) => (
          <li key={id}>
            <Link href={`/recommendations?user=${id}`} aria-current={user === id ? 'true' : undefined}>
              <span className="unseen">{recommendations.userWord} </span>
              {id} <small>{format.count(ratings)}</small>
              <span className="unseen"> {recommendations.ratingsWord}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
    <form action="/recommendations" method="get">
      <label htmlFor="user">{recommendations.label}</label>
      <div className="field">
        <input
          id="user"
          name="user"
          inputMode="numeric"
          autoComplete="off"
          key={value}
          defaultValue={value}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'user-problem'}
        />
        <button type="submit" className="quiet">
          {recommendations.submit}
        </button>
      </div>
    </form>
    {problem !== null && (
      <p className="problem" id="user-problem" role="alert">
        {problem}
      </p>
    )}
  </div>
)
