'use client'

import { useEffect, useReducer } from 'react'
import { prepareDrawing } from '@onecycle/vision-mnist'
import type { DigitModelKind } from '../../lib/digit-recipe.ts'
import { freshPen, movePen, type Stroke } from '../../lib/pen.ts'
import { format, texts } from '../../lib/texts.ts'
import { Activations } from './activations.tsx'
import { DigitBars } from './digit-bars.tsx'
import { Paper } from './paper.tsx'
import { Pixels } from './pixels.tsx'
import { useDigit } from './use-digit.ts'

const { mnist } = texts

/** A seven, so that there is something to see before one draws. */
const example: readonly Stroke[] = [
  [
    [52, 48],
    [148, 44],
    [136, 80],
    [112, 124],
    [98, 172],
  ],
]

/** Draw a digit, and see what the model makes of it while you do. */
export function DrawingDesk({ model }: { readonly model: DigitModelKind | undefined }) {
  const [pen, move] = useReducer(movePen, freshPen)
  const { strokes } = pen
  const { answer, milliseconds, problem } = useDigit(strokes, model)
  useEffect(() => move({ type: 'show', strokes: example }), [])
  const isEmpty = strokes.length === 0
  const seen = isEmpty ? [] : Array.from(prepareDrawing(strokes).data)
  return (
    <>
      <div className="drawing-desk">
        <div className="drawing">
          <Paper pen={pen} move={move} />
          <div className="drawing-buttons">
            <button type="button" className="quiet" disabled={isEmpty} onClick={() => move({ type: 'undo' })}>
              {mnist.undo}
            </button>
            <button
              type="button"
              className="quiet"
              disabled={isEmpty}
              onClick={() => move({ type: 'clear' })}
            >
              {mnist.clear}
            </button>
          </div>
          <p className="note" id="paper-keys">
            {mnist.keys}
          </p>
        </div>
        <figure className="seen">
          <Pixels values={isEmpty ? Array<number>(784).fill(0) : seen} width={28} label={mnist.seenLabel} />
          <figcaption>{mnist.seen}</figcaption>
        </figure>
        <div className="told">
          <p className="told-digit" role="status">
            {answer && !isEmpty ? (
              <>
                <strong>{answer.digit}</strong> {mnist.told(answer.probabilities[answer.digit]!)}
              </>
            ) : (
              (problem ?? (model === undefined ? mnist.noModel : isEmpty ? mnist.empty : mnist.asking))
            )}
          </p>
          <DigitBars probabilities={isEmpty ? null : (answer?.probabilities ?? null)} />
          <p className="note">
            {answer &&
              !isEmpty &&
              mnist.took(format.milliseconds(answer.milliseconds), format.milliseconds(milliseconds))}
          </p>
        </div>
      </div>
      {answer && !isEmpty && <Activations answer={answer} />}
    </>
  )
}
