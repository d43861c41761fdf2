'use client'

import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { inDirection, nearest } from '../lib/nearest.ts'
import { placeLabels, type Label } from '../lib/place-labels.ts'
import { scaleOf, shareOf } from '../lib/scale.ts'
import { format, texts } from '../lib/texts.ts'

interface Axis {
  readonly label: string
  /** One a film. */
  readonly values: readonly number[]
}

interface Props {
  readonly label: string
  readonly titles: readonly string[]
  readonly x: Axis
  readonly y: Axis
  /** Films to mark and, where there is room, to name: the most important first. */
  readonly marked: readonly number[]
}

/** How near to a dot one has to point, in pixels. */
const reach = 24

const wide = { width: 720, height: 520 }
const narrow = { width: 310, height: 380 }

/** In a narrow plot. */
const fewLabels = 8

/** Films as dots. Pointing or the arrow keys show titles; without JavaScript the named dots remain. */
export function Scatter({ label, titles, x, y, marked }: Props) {
  const [chosen, setChosen] = useState<number | null>(null)
  const across = scaleOf(x.values)
  const up = scaleOf(y.values)
  const dots = titles.map((title, i) => ({
    title,
    x: shareOf(across, x.values[i]!),
    y: 1 - shareOf(up, y.values[i]!),
  }))
  const named = marked.map((i) => dots[i]!)
  const dot = chosen === null ? undefined : dots[chosen]

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const places = dots.map((place) => ({ x: place.x * box.width, y: place.y * box.height }))
    const at = { x: event.clientX - box.left, y: event.clientY - box.top }
    const found = nearest(places, at, (dx, dy) => Math.hypot(dx, dy) < reach)
    setChosen(found < 0 ? null : found)
  }
  const move = (event: KeyboardEvent) => {
    const direction = inDirection[event.key]
    if (!direction) return
    event.preventDefault()
    const next = nearest(dots, dot ?? dots[marked[0] ?? 0]!, direction)
    if (next >= 0) setChosen(next)
  }

  return (
    <div className="scatter">
      <div
        className="plot"
        role="application"
        aria-label={`${label}. ${texts.plot.keys}`}
        tabIndex={0}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setChosen(null)}
        onKeyDown={move}
        onFocus={() => setChosen((now) => now ?? marked[0] ?? 0)}
        onBlur={() => setChosen(null)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {across.ticks.map((tick) => (
            <path key={tick} className={gridClass(tick)} d={`M${percent(shareOf(across, tick))} 0V100`} />
          ))}
          {up.ticks.map((tick) => (
            <path key={tick} className={gridClass(tick)} d={`M0 ${percent(1 - shareOf(up, tick))}H100`} />
          ))}
          <path className="dots" d={pathOf(dots)} />
          <path className="dots dots-marked" d={pathOf(named)} />
          {dot && <path className="dots dots-chosen" d={pathOf([dot])} />}
        </svg>
        <Labels labels={placeLabels(named, wide)} width="wide" />
        <Labels labels={placeLabels(named, narrow).slice(0, fewLabels)} width="narrow" />
        {dot && chosen !== null && (
          <p
            className={dot.y < 0.2 ? 'tag tag-below' : 'tag'}
            style={{
              left: `${percent(dot.x)}%`,
              top: `${percent(dot.y)}%`,
              translate: `-${percent(dot.x)}%`,
            }}
          >
            {dot.title}
            <small>
              {x.label} {format.coordinate(x.values[chosen]!)} · {y.label}{' '}
              {format.coordinate(y.values[chosen]!)}
            </small>
          </p>
        )}
      </div>
      <p className="unseen" role="status">
        {dot?.title}
      </p>
      <ol className="ticks ticks-x" aria-hidden="true">
        {across.ticks.map((tick) => (
          <li key={tick} style={{ left: `${percent(shareOf(across, tick))}%` }}>
            {format.tick(tick)}
          </li>
        ))}
      </ol>
      <ol className="ticks ticks-y" aria-hidden="true">
        {up.ticks.map((tick) => (
          <li key={tick} style={{ top: `${percent(1 - shareOf(up, tick))}%` }}>
            {format.tick(tick)}
          </li>
        ))}
      </ol>
      <p className="axis-name axis-x">{x.label} →</p>
      <p className="axis-name axis-y">↑ {y.label}</p>
    </div>
  )
}

const Labels = ({ labels, width }: { readonly labels: readonly Label[]; readonly width: string }) => (
  <div className={`labels labels-${width}`} aria-hidden="true">
    {labels.map(({ title, x, y, side }) => (
      <span key={`${title}${x}`} className={side} style={{ left: `${percent(x)}%`, top: `${percent(y)}%` }}>
        {title}
      </span>
    ))}
  </div>
)

const gridClass = (tick: number) => (tick === 0 ? 'grid grid-zero' : 'grid')

const percent = (share: number) => (100 * share).toFixed(2)

/** Lines of no length, which round caps make dots: of one size however the plot is stretched. */
const pathOf = (dots: readonly { readonly x: number; readonly y: number }[]) =>
  dots.map(({ x, y }) => `M${percent(x)} ${percent(y)}h.001`).join('')
