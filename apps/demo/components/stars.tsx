import type { CSSProperties } from 'react'

/** Stars of five, filled as far as the value goes. The number stands beside it. */
export const Stars = ({ value }: { readonly value: number }) => (
  <span className="stars" aria-hidden="true" style={{ '--share': `${(100 * value) / 5}%` } as CSSProperties}>
    ★★★★★
  </span>
)
