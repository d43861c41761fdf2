'use client'

import { useState } from 'react'
import { popularSteps } from '../lib/recommendation-query.ts'
import { texts } from '../lib/texts.ts'

const { recommendations } = texts

/** How many ratings a film needs: a slider that says what it stands at. */
export function PopularSlider({ initial }: { readonly initial: number }) {
  const [step, setStep] = useState(initial)
  const meaning = recommendations.popularStep(popularSteps[step]!)
  return (
    <div className="range">
      <input
        id="popular"
        name="popular"
        type="range"
        min={0}
        max={popularSteps.length - 1}
        value={step}
        onChange={(event) => setStep(Number(event.currentTarget.value))}
        aria-valuetext={meaning}
      />
      <output htmlFor="popular">{meaning}</output>
    </div>
  )
}
