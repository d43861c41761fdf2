'use client'

import { useState } from 'react'

interface Props {
  readonly label: string
  readonly value: number
  readonly onEdit: (value: number) => void
}

/** A number that can be typed over. What is no number (yet) stays in the cell and changes nothing. */
export function FactorCell({ label, value, onEdit }: Props) {
  const [draft, setDraft] = useState<string | null>(null)
  const type = (text: string) => {
    setDraft(text)
    const typed = parse(text)
    if (typed !== null) onEdit(typed)
  }
  return (
    <td className="sheet-factor">
      <input
        inputMode="decimal"
        aria-label={label}
        aria-invalid={draft !== null && parse(draft) === null}
        value={draft ?? value.toFixed(2)}
        onChange={(event) => type(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => setDraft(null)}
      />
    </td>
  )
}

/** A number as people write it: with a comma too. */
function parse(text: string): number | null {
  const value = Number(text.trim().replace(',', '.').replace('−', '-'))
  return text.trim() !== '' && Number.isFinite(value) ? value : null
}
