'use client'

import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { inDirection, nearest } from '../../lib/nearest.ts'
import { shareOf } from '../../lib/scale.ts'
import { texts } from '../../lib/texts.ts'
import { AxisMarks, Grid, type Axis } from './axes.tsx'
import { Dots, pathOf, percent } from './dots.tsx'
import { Labels } from './labels.tsx'

/** A film in a plot. */
export interface FilmDot {
  readonly title: string
  /** In the units of the axes. */
  readonly x: number
  readonly y: number
  /** One of four sizes, 0 to 3. */
  readonly size: number
  /** A class that colours it. */
  readonly look: string
}

/** A place in the plot, from the left and from the top, 0 to 1. */
export interface PlotPlace {
  readonly x: number
  readonly y: number
}

interface Props {
  readonly label: string
  readonly x: Axis
  readonly y: Axis
  readonly films: readonly FilmDot[]
  /** Films to name where there is room: the most important first. */
  readonly named: readonly number[]
  /** The film that is shown while none is pointed at. */
  readonly chosen?: number | null
  /** What to say of a film, below its title. */
  readonly detail: (film: number) => ReactNode
  /** Whether a finger drags, too, instead of scrolling the page. */
  readonly dragsByTouch?: boolean
  /** Told where the pointer is pressed, dragged to and let go. */
  readonly onDrag?: ((phase: 'start' | 'move' | 'end', place: PlotPlace) => void) | undefined
  /** Drawn over the dots, in a square of 100 by 100. */
  readonly children?: ReactNode
}

/** How near to a dot one has to point, in pixels. */
const reach = 24

/** Films as dots. Pointing or the arrow keys show titles; without JavaScript the named dots remain. */
export function Scatter(props: Props) {
  const { label, x, y, films, named, chosen = null, detail, onDrag, dragsByTouch, children } = props
  const [pointed, setPointed] = useState<number | null>(null)
  const dragged = useRef(false)
  const dots = films.map((film) => ({
    ...film,
    x: shareOf(x.scale, film.x),
    y: 1 - shareOf(y.scale, film.y),
  }))
  const labelled = named.map((i) => dots[i]!).filter(isInside)
  const shown = pointed ?? chosen
  const dot = shown === null ? undefined : dots[shown]

  const placeOf = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { box, x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
  }
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const { box, ...at } = placeOf(event)
    if (dragged.current) return onDrag?.('move', at)
    const places = dots.map((place) => ({ x: place.x * box.width, y: place.y * box.height }))
    const pixel = { x: at.x * box.width, y: at.y * box.height }
    const found = nearest(places, pixel, (dx, dy) => Math.hypot(dx, dy) < reach)
    setPointed(found < 0 ? null : found)
  }
  const press = (event: PointerEvent<HTMLDivElement>) => {
    point(event)
    if (!onDrag) return
    event.currentTarget.setPointerCapture(event.pointerId)
    dragged.current = true
    onDrag('start', placeOf(event))
  }
  const release = (event: PointerEvent<HTMLDivElement>) => {
    if (dragged.current) onDrag?.('end', placeOf(event))
    dragged.current = false
  }
  const move = (event: KeyboardEvent) => {
    const direction = inDirection[event.key]
    if (!direction) return
    event.preventDefault()
    const next = nearest(dots, dot ?? dots[named[0] ?? 0]!, direction)
    if (next >= 0) setPointed(next)
  }

  return (
    <div className="scatter">
      <div
        className={dragsByTouch ? 'plot plot-drag' : 'plot'}
        role="application"
        aria-label={`${label}. ${texts.plot.keys}`}
        tabIndex={0}
        onPointerMove={point}
        onPointerDown={press}
        onPointerUp={release}
        onPointerCancel={release}
        onPointerLeave={() => setPointed(null)}
        onKeyDown={move}
        onFocus={() => setPointed((now) => now ?? chosen ?? named[0] ?? 0)}
        onBlur={() => setPointed(null)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <Grid x={x} y={y} />
          <Dots dots={dots.filter(isInside)} />
          {dot && <path className="dots dots-chosen" d={pathOf([dot])} />}
          {children}
        </svg>
        <Labels dots={labelled} />
        {dot && shown !== null && isInside(dot) && (
          <div
            className={dot.y < 0.25 ? 'tag tag-below' : 'tag'}
            style={{
              left: `${percent(dot.x)}%`,
              top: `${percent(dot.y)}%`,
              translate: `-${percent(dot.x)}%`,
            }}
          >
            {dot.title}
            <small>{detail(shown)}</small>
          </div>
        )}
      </div>
      <p className="unseen" role="status">
        {dot?.title}
      </p>
      <AxisMarks x={x} y={y} />
    </div>
  )
}

const isInside = ({ x, y }: PlotPlace) => x >= 0 && x <= 1 && y >= 0 && y <= 1
