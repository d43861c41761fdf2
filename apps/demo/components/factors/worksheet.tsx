'use client'

import { useState } from 'react'
import type { RatingBlock } from '@onecycle/collab'
import {
  predictSheet,
  sheetRmse,
  solveSheet,
  startSheet,
  stepSheet,
  type FactorSheet,
} from '@onecycle/collab/worksheet'
import { format, texts } from '../../lib/texts.ts'
import { SheetTable } from './sheet-table.tsx'
import { sheetCsv } from './sheet-csv.ts'

const { factors } = texts
const { changed } = factors

/** Of the mean squared error: it goes down from random numbers in steps of a good size. */
const learningRate = 0.5

interface Props {
  readonly block: RatingBlock
  readonly start: FactorSheet
}

/** The lesson's spreadsheet: every factor can be changed, all else follows. */
export function Worksheet({ block, start }: Props) {
  const [sheet, setSheet] = useState(start)
  const [seed, setSeed] = useState(0)
  const [message, setMessage] = useState<string>(factors.start)
  const rmse = sheetRmse(block, sheet)
  const rated = block.ratings.flat().filter((rating) => rating !== null).length

  const change = (to: FactorSheet, say: (from: number, to: number) => string) => {
    setSheet(to)
    setMessage(say(rmse, sheetRmse(block, to)))
  }
  const setBiases = (biases: boolean) => {
    setSheet({ ...sheet, biases: startSheet(block, { biases }).biases })
    setMessage(biases ? changed.biasesOn : changed.biasesOff)
  }
  const startAgain = () => {
    setSeed(seed + 1)
    setSheet(startSheet(block, { seed, biases: sheet.biases !== null }))
    setMessage(changed.again)
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(sheetCsv(block, sheet))
      setMessage(changed.copied)
    } catch {
      setMessage(changed.notCopied)
    }
  }

  return (
    <div className="worksheet">
      <div className="worksheet-head">
        <p className="worksheet-error">
          <strong>{format.loss(rmse)}</strong>
          <span>{factors.rmse}</span>
        </p>
        <div className="worksheet-actions">
          <div>
            <button type="button" onClick={() => change(solveSheet(block, sheet), changed.solve)}>
              {factors.solve}
            </button>
            <button
              type="button"
              className="quiet"
              onClick={() => change(stepSheet(block, sheet, learningRate), changed.step)}
            >
              {factors.step}
            </button>
            <button type="button" className="quiet" onClick={startAgain}>
              {factors.again}
            </button>
            <button type="button" className="quiet" onClick={() => void copy()}>
              {factors.copy}
            </button>
            <label className="worksheet-biases">
              <input
                type="checkbox"
                checked={sheet.biases !== null}
                onChange={(event) => setBiases(event.target.checked)}
              />
              {factors.biases}
            </label>
          </div>
          <p role="status">{message}</p>
          <p className="note">{factors.lesson(sheet.biases !== null)}</p>
          <noscript>{factors.withoutScript}</noscript>
        </div>
      </div>
      <figure className="figure">
        <SheetTable
          block={block}
          sheet={sheet}
          predictions={predictSheet(sheet)}
          onEdit={(to) => change(to, changed.edit)}
        />
        <figcaption>
          {factors.caption(block.users.length, block.items.length, rated)}
          <span className="sheet-keys">
            <span className="sheet-key sheet-key-high">{factors.tooHigh}</span>
            <span className="sheet-key sheet-key-low">{factors.tooLow}</span>
          </span>
        </figcaption>
      </figure>
    </div>
  )
}
