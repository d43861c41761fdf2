import type { CSSProperties } from 'react'
import { format, texts } from '../../lib/texts.ts'

/** How likely each digit is: ten bars, empty where nothing is drawn. */
export function DigitBars({ probabilities }: { readonly probabilities: readonly number[] | null }) {
  const most = probabilities ? Math.max(...probabilities) : -1
  return (
    <ol className="digit-bars" aria-label={texts.mnist.bars}>
      {Array.from({ length: 10 }, (_, digit) => {
        const share = probabilities?.[digit] ?? 0
        return (
          <li key={digit} data-most={share === most}>
            <span className="digit-name">{digit}</span>
            <span className="digit-bar" aria-hidden="true" style={{ '--share': share } as CSSProperties} />
            <span className="digit-share">{probabilities ? format.percent(share) : '–'}</span>
          </li>
        )
      })}
    </ol>
  )
}
