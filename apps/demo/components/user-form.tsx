import Link from 'next/link'
import type { RawId } from '@onecycle/collab'
import { format, texts } from '../lib/texts.ts'

interface Props {
  readonly value: string
  readonly problem: string | null
  readonly some: readonly { readonly user: RawId; readonly ratings: number }[]
}

/** Asks for a user, or offers some. */
export const UserForm = ({ value, problem, some }: Props) => (
  <div className="user-form">
    <form action="/recommendations" method="get">
      <label htmlFor="user">{texts.recommendations.label}</label>
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
        <button type="submit">{texts.recommendations.submit}</button>
      </div>
      {problem !== null && (
        <p className="problem" id="user-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
    <div className="some-users">
      <p id="some">{texts.recommendations.some}</p>
      <ul aria-labelledby="some">
        {some.map(({ user, ratings }) => (
          <li key={user}>
            <Link href={`/recommendations?user=${user}`}>
              <span className="unseen">{texts.recommendations.userWord} </span>
              {user} <small>{format.count(ratings)}</small>
              <span className="unseen"> {texts.recommendations.ratingsWord}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  </div>
)
