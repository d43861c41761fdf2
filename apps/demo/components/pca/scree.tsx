import { format, texts } from '../../lib/texts.ts'

const { pca } = texts

/** The share of the variance of each component, as bars. */
export const Scree = ({ explained }: { readonly explained: readonly number[] }) => (
  <ol className="scree" aria-hidden="true">
    {explained.map((share, i) => (
      <li key={i}>
        <span>{pca.component(i + 1)}</span>
        <svg viewBox="0 0 100 4" preserveAspectRatio="none">
          <path d={`M0 2H${((100 * share) / explained[0]!).toFixed(1)}`} />
        </svg>
        <span>{format.percent(share)}</span>
      </li>
    ))}
  </ol>
)
