import { connection } from 'next/server'
import { texts } from '../lib/texts.ts'
import { dataset } from '../server/facts.ts'
import { promotedModel } from '../server/models.ts'
import { siteStore } from '../server/served.ts'

/** Says that the films are invented, where they are. */
export async function SampleNotice() {
  await connection()
  const store = siteStore()
  const found = await dataset(store)
  const serving = (await promotedModel(store))?.card.dataset ?? found
  if (serving?.kind !== 'sample') return null
  return (
    <aside className="notice">
      <p>
        <strong>{texts.sample.lead}</strong> {texts.sample.text}
      </p>
      {found?.kind === 'sample' && found.whySample !== null ? (
        <details>
          <summary>{texts.sample.why}</summary>
          <p>{found.whySample}</p>
        </details>
      ) : (
        <p>{texts.sample.modelOnly}</p>
      )}
    </aside>
  )
}
