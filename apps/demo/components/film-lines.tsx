import type { Route } from 'next'
import Link from 'next/link'
import { splitTitle } from '../lib/film-title.ts'
import { filmLook } from '../server/film-looks.ts'
import type { Served } from '../server/served.ts'
import { FilmSwatch } from './film-poster.tsx'

interface Props {
  readonly model: Served
  readonly films: readonly { readonly title: string; readonly value: string }[]
  /** What the values are, for those who hear the page. */
  readonly unit: string
}

/** Films in few words: colour, title, a number. */
export const FilmLines = ({ model, films, unit }: Props) => (
  <ol className="film-lines">
    {films.map(({ title, value }) => (
      <li key={title}>
        <FilmSwatch look={filmLook(model, title)} />
        <Link href={`/film/${model.catalogue.film(title)?.id ?? 0}` as Route} prefetch={false}>
          {splitTitle(title).name}
        </Link>
        <span className="film-value">
          {value} <span className="unseen">{unit}</span>
        </span>
      </li>
    ))}
  </ol>
)
