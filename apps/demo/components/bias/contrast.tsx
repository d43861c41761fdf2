import { format, texts } from '../../lib/texts.ts'
import type { ContrastFilm } from '../../server/insights.ts'

const { bias: text } = texts

/** Two films of one mean and different biases, and why: in words, and as what was expected and given. */
export const Contrast = ({ pair }: { readonly pair: readonly [ContrastFilm, ContrastFilm] }) => {
  const [lower, higher] = pair
  return (
    <div className="contrast">
      <p className="contrast-text">
        {text.contrast(lower.meanRating, higher.meanRating, lower.expected, higher.expected)}
      </p>
      {pair.map((film) => (
        <section key={film.title} aria-label={film.title}>
          <h3>{film.title}</h3>
          <p className="contrast-bias">
            {format.signed(film.bias)} <small>{text.biasWord}</small>
          </p>
          <dl>
            {(
              [
                [text.expected, film.expected],
                [text.given, film.meanRating],
              ] as const
            ).map(([term, stars]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>
                  {format.stars(stars)}
                  <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                    <path d={`M0 2H${(20 * stars).toFixed(1)}`} />
                  </svg>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
