import { rateByForm } from '../app/rate/actions.ts'
import { splitTitle } from '../lib/film-title.ts'
import { texts } from '../lib/texts.ts'
import type { Served } from '../server/served.ts'

const { recommendations } = texts

interface Props {
  readonly model: Served
  readonly titles: readonly string[]
  readonly back: string
}

/** What the visitor does not want to see recommended, and the way back. */
export const HiddenFilms = ({ model, titles, back }: Props) => {
  if (titles.length === 0) return null
  return (
    <details className="hidden-films">
      <summary>{recommendations.hidden(titles.length)}</summary>
      <ul aria-label={recommendations.hiddenList}>
        {titles.map((title) => (
          <li key={title}>
            {splitTitle(title).name}
            <form action={rateByForm}>
              <input type="hidden" name="film" value={model.catalogue.film(title)?.id} />
              <input type="hidden" name="back" value={back} />
              <button type="submit" name="opinion" value="none" className="small quiet">
                {recommendations.unhide}
                <span className="unseen"> {splitTitle(title).name}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </details>
  )
}
