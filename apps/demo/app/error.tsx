'use client'

import { BrokenOff } from '../components/broken-off.tsx'
import { Frame } from '../components/frame.tsx'
import { texts } from '../lib/texts.ts'

const { error: words } = texts

interface Props {
  /** The digest stands in the site's log, beside what went wrong. */
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}

/** Where a page fails for a reason that it did not foresee. */
const Failed = ({ error: { digest }, reset }: Props) => (
  <Frame title={words.title} lede={words.lede}>
    <BrokenOff status={500} caption={words.caption(digest)}>
      <button type="button" onClick={reset}>
        {words.again}
      </button>
    </BrokenOff>
  </Frame>
)

export default Failed
