import type { CSSProperties } from 'react'

export interface MeasureBar {
  readonly name: string
  readonly value: number
  readonly text: string
  /** Whether it is the site's own. */
  readonly own: boolean
}

/** Values of several models as bars from zero, the site's own marked. */
export function MeasureBars({ bars }: { readonly bars: readonly MeasureBar[] }) {
  const most = Math.max(...bars.map(({ value }) => value))
  return (
    <ol className="measure-bars">
      {bars.map(({ name, value, text, own }) => (
        <li key={name} data-own={own}>
          <span>{name}</span>
          <span
            className="measure-bar"
            aria-hidden="true"
            style={{ '--share': value / most } as CSSProperties}
          />
          <span className="measure-value">{text}</span>
        </li>
      ))}
    </ol>
  )
}
