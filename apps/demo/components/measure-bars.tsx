import type { CSSProperties } from 'react'

interface Props {
  readonly bars: readonly {
    readonly name: string
    readonly value: number
    readonly text: string
    readonly own: boolean
  }[]
}

/** Values of several models as bars from zero, the site's own marked. */
export function MeasureBars({ bars }: Props) {
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
