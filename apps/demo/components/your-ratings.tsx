import { forgetMe } from '../app/rate/actions.ts'
import { texts } from '../lib/texts.ts'
import type { VisitorOpinions } from '../server/visitor-model.ts'
import { Section } from './page.tsx'

const { rate } = texts

/** What can be done with one's ratings: take the last one back, download them, delete them. */
export const YourRatings = ({ opinions }: { readonly opinions: VisitorOpinions }) => {
  const { byTitle, rated } = opinions
  if (byTitle.size === 0) return null
  return (
    <Section id="yours" title={rate.yours} note={rate.stored}>
      <div className="your-ratings">
        <p>{rate.ratings(rated.length)}</p>
        <a className="button quiet" href="/rate/export" download>
          {rate.export}
        </a>
        <form action={forgetMe}>
          <button type="submit" className="quiet">
            {rate.forget}
          </button>
        </form>
      </div>
    </Section>
  )
}
