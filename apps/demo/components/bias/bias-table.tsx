import type { FilmBias } from '../../server/insights.ts'
import { format, texts } from '../../lib/texts.ts'

const { columns } = texts.bias

interface Props {
  readonly caption: string
  readonly films: readonly FilmBias[]
  /** For a table whose heading says it already. */
  readonly hideCaption?: boolean
}

export const BiasTable = ({ caption, films, hideCaption = false }: Props) => (
  <table className="film-table">
    <caption className={hideCaption ? 'unseen' : undefined}>{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{columns.film}</th>
        <th scope="col">{columns.bias}</th>
        <th scope="col">{columns.mean}</th>
        <th scope="col">{columns.ratings}</th>
      </tr>
    </thead>
    <tbody>
      {films.map(({ title, bias, meanRating, ratings }) => (
        <tr key={title}>
          <th scope="row">{title}</th>
          <td>{format.signed(bias)}</td>
          <td>{format.stars(meanRating)}</td>
          <td>{format.count(ratings)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
