import type { RecommendationQuery } from '../lib/recommendation-query.ts'
import { texts } from '../lib/texts.ts'
import { PopularSlider } from './popular-slider.tsx'

const { recommendations } = texts

interface Props {
  readonly query: RecommendationQuery
  readonly genres: readonly string[]
  /** How many films are let in. */
  readonly films: number
}

/** Which films may be recommended: a form whose answer has an address. */
export const FilmFilters = ({ query, genres, films }: Props) => (
  <form className="film-filters" action="/recommendations" method="get" aria-label={recommendations.filters}>
    {query.user.kind === 'user' && <input type="hidden" name="user" value={query.user.user} />}
    <div>
      <label htmlFor="genre">{recommendations.genre}</label>
      <select id="genre" name="genre" defaultValue={query.genre ?? ''} key={query.genre}>
        <option value="">{recommendations.allGenres}</option>
        {genres.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
    <div className="field">
      <div>
        <label htmlFor="from">{recommendations.from}</label>
        <YearInput name="from" year={query.from} wrong={query.badYears} />
      </div>
      <div>
        <label htmlFor="to">{recommendations.to}</label>
        <YearInput name="to" year={query.to} wrong={query.badYears} />
      </div>
    </div>
    <div>
      <label htmlFor="popular">{recommendations.popular}</label>
      <PopularSlider initial={query.popular} key={query.popular} />
    </div>
    <button type="submit" className="quiet">
      {recommendations.submit}
    </button>
    <p className="note">{recommendations.letIn(films)}</p>
    {query.badYears && (
      <p className="problem" id="bad-years" role="alert">
        {recommendations.badYears}
      </p>
    )}
  </form>
)

const YearInput = ({
  name,
  year,
  wrong,
}: {
  readonly name: string
  readonly year: number | undefined
  readonly wrong: boolean
}) => (
  <input
    id={name}
    name={name}
    inputMode="numeric"
    autoComplete="off"
    maxLength={4}
    defaultValue={year}
    key={year}
    aria-invalid={wrong}
    aria-describedby={wrong ? 'bad-years' : undefined}
  />
)
