'use client'

import { useEffect, useRef, useState } from 'react'
import { digitAnswerSchema, type DigitAnswer } from '../../lib/digit-answer.ts'
import type { DigitModelKind } from '../../lib/digit-recipe.ts'
import type { Stroke } from '../../lib/pen.ts'
import { texts } from '../../lib/texts.ts'

export interface AskedDigit {
  readonly answer: DigitAnswer | null
  /** From question to answer, in milliseconds. */
  readonly milliseconds: number
  readonly problem: string | null
}

const nothing: AskedDigit = { answer: null, milliseconds: 0, problem: null }

/**
 * What the model makes of the strokes: asked again whenever they change, one question at a time. What changes
 * during a question is asked after it.
 */
export function useDigit(strokes: readonly Stroke[], model: DigitModelKind | undefined): AskedDigit {
  const [asked, setAsked] = useState(nothing)
  const wanted = useRef(strokes)
  const busy = useRef(false)

  useEffect(() => {
    wanted.current = strokes
    if (model === undefined || busy.current) return
    busy.current = true
    void (async () => {
      let sent: readonly Stroke[] | undefined
      while (sent !== wanted.current) {
        sent = wanted.current
        setAsked(sent.length === 0 ? nothing : await ask(sent, model))
      }
      busy.current = false
    })()
  }, [strokes, model])

  return asked
}

async function ask(strokes: readonly Stroke[], model: DigitModelKind): Promise<AskedDigit> {
  const began = performance.now()
  try {
    const response = await fetch('/api/digit', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ strokes, model }),
    })
    const body: unknown = await response.json()
    if (!response.ok)
      return { ...nothing, problem: (body as { detail?: string }).detail ?? texts.mnist.noAnswer }
    return { answer: digitAnswerSchema.parse(body), milliseconds: performance.now() - began, problem: null }
  } catch {
    return { ...nothing, problem: texts.mnist.noAnswer }
  }
}
