'use client'

import { texts } from '../lib/texts.ts'

/** Where a page fails for a reason that it did not foresee. */
const Failed = ({ reset }: { readonly reset: () => void }) => (
  <main id="content">
    <div className="opening">
      <h1>{texts.error.title}</h1>
      <p className="lede">{texts.error.lede}</p>
    </div>
    <button type="button" onClick={reset}>
      {texts.error.again}
    </button>
  </main>
)

export default Failed
