'use client'

import { startTransition, useEffect, useRef, useState, type MouseEvent } from 'react'
import { rate, rateByForm } from '../app/rate/actions.ts'
import { starSteps, type Opinion } from '../lib/opinion.ts'
import { texts } from '../lib/texts.ts'

/** The arrow keys pass through stars on their way: only where they come to rest is a rating, in milliseconds. */
const rest = 450

interface Props {
  readonly film: number
  readonly name: string
  readonly opinion: Opinion | undefined
  /** Where a form without JavaScript comes back to. */
  readonly back: string
}

/** Half stars as ten radio buttons: by click, touch or arrow keys, and as a plain form without JavaScript. */
export function StarRating({ film, name, opinion, back }: Props) {
  const given = opinion?.kind === 'rated' ? opinion.rating : null
  /** What was chosen and is not yet known to the site; undefined where nothing is under way. */
  const [chosen, setChosen] = useState<number | null>()
  const [problem, setProblem] = useState<string | null>(null)
  const latest = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pointed = useRef(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  const value = chosen === undefined ? given : chosen

  const send = (fields: Record<string, string>, value: number | null) => {
    clearTimeout(timer.current)
    setChosen(value)
    const choice = ++latest.current
    startTransition(async () => {
      const form = new FormData()
      for (const [field, text] of Object.entries({ film: String(film), ...fields })) form.set(field, text)
      const found = await rate(form).catch(() => texts.rate.noAnswer)
      startTransition(() => {
        setProblem(found)
        if (choice === latest.current) setChosen(undefined)
      })
    })
  }
  const choose = (stars: number) => {
    clearTimeout(timer.current)
    setChosen(stars)
    latest.current++
    timer.current = setTimeout(() => send({ rating: String(stars) }, stars), pointed.current ? 0 : rest)
    pointed.current = false
  }
  const say = (event: MouseEvent<HTMLButtonElement>) => {
    event.preventDefault()
    send({ opinion: event.currentTarget.value }, null)
  }

  const answered = opinion !== undefined || value !== null
  return (
    <form className="star-rating" action={rateByForm}>
      <input type="hidden" name="film" value={film} />
      <input type="hidden" name="back" value={back} />
      <fieldset onPointerDown={() => (pointed.current = true)} onKeyDown={() => (pointed.current = false)}>
        <legend className="unseen">{texts.rate.legend(name)}</legend>
        <div className="half-stars">
          {starSteps.map((stars) => (
            <label key={stars} title={texts.rate.stars(stars)}>
              <input
                type="radio"
                name="rating"
                value={stars}
                checked={value === stars}
                onChange={() => choose(stars)}
              />
              <span className="unseen">{texts.rate.stars(stars)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <noscript>
        <button type="submit" className="small">
          {texts.rate.submit}
        </button>
      </noscript>
      {answered ? (
        <button type="submit" name="opinion" value="none" className="small quiet" onClick={say}>
          {value === null ? takenBack(opinion) : texts.rate.clear}
          <span className="unseen"> {name}</span>
        </button>
      ) : (
        <button type="submit" name="opinion" value="unseen" className="small quiet" onClick={say}>
          {texts.rate.unseen}
          <span className="unseen"> {name}</span>
        </button>
      )}
      {problem !== null && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}

/** What it is called to take back an answer that is no rating. */
const takenBack = (opinion: Opinion | undefined) =>
  opinion?.kind === 'hidden' ? texts.recommendations.unhide : texts.rate.seenAfterAll
