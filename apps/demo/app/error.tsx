'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
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
function Failed({ error: { digest }, reset }: Props) {
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh() // what failed may have been the server's part
      reset()
    })
  return (
    <Frame title={words.title} lede={words.lede}>
      <BrokenOff status={500} caption={words.caption(digest)}>
        <button type="button" onClick={again}>
          {words.again}
        </button>
      </BrokenOff>
    </Frame>
  )
}

export default Failed
