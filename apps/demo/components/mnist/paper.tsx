'use client'

import type { Dispatch, KeyboardEvent, PointerEvent } from 'react'
import { paper, type Pen, type PenAction, type Place, type Stroke } from '../../lib/pen.ts'
import { texts } from '../../lib/texts.ts'

const { mnist } = texts

interface Props {
  readonly pen: Pen
  readonly move: Dispatch<PenAction>
}

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Where a digit is drawn: by pointer or finger, and by keys that move the pen. */
export function Paper({ pen, move }: Props) {
  const placeOf = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): Place => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect()
    return [((clientX - left) / width) * paper, ((clientY - top) / height) * paper]
  }
  const onKey = (event: KeyboardEvent) => {
    const action = actionOf(event.key)
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    move(action)
  }
  return (
    <div
      className="paper"
      role="application"
      tabIndex={0}
      aria-label={mnist.paper}
      aria-describedby="paper-keys"
      data-down={pen.down}
      onKeyDown={onKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        move({ type: 'down', to: placeOf(event) })
      }}
      onPointerMove={(event) => {
        if (event.buttons > 0) move({ type: 'move', to: placeOf(event) })
      }}
      onPointerUp={() => move({ type: 'up' })}
      onPointerCancel={() => move({ type: 'up' })}
    >
      <svg viewBox={`0 0 ${paper} ${paper}`} aria-hidden="true">
        {pen.strokes.map((stroke, i) => (
          <path key={i} className="paper-stroke" d={pathOf(stroke)} />
        ))}
        <circle className="paper-pen" cx={pen.at[0]} cy={pen.at[1]} r={pen.down ? 5 : 8} />
      </svg>
    </div>
  )
}

function actionOf(key: string): PenAction | null {
  const arrow = arrows[key]
  if (arrow) return { type: 'key', x: arrow[0], y: arrow[1] }
  if (key === ' ' || key === 'Enter') return { type: 'toggle' }
  if (key === 'Backspace') return { type: 'undo' }
  return key === 'Delete' ? { type: 'clear' } : null
}

/** A single place is a dot, which a round cap makes of a line of no length. */
const pathOf = (stroke: Stroke) =>
  stroke.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('') + (stroke.length === 1 ? 'h.01' : '')
