'use client'

import { useDeferredValue, useMemo, useState } from 'react'
import { scaleOf } from '../../lib/scale.ts'
import { format, texts } from '../../lib/texts.ts'
import type { FilmBias } from '../../server/insights.ts'
import { Scatter } from '../plot/scatter.tsx'
import { BiasTable } from './bias-table.tsx'

const { bias: text } = texts

/** As many as the lesson shows. */
const shown = 15

interface Props {
  /** The most rated first. */
  readonly films: readonly FilmBias[]
  readonly minimum: number
  readonly query: string
  /** Titles to mark whatever else is shown. */
  readonly examples: readonly string[]
}

/** Films by their biases: tables of the two ends, and all against their mean ratings. */
export function BiasExplorer({ films, examples, ...start }: Props) {
  const [minimum, setMinimum] = useState(start.minimum)
  const [query, setQuery] = useState(start.query)
  const [least, sought] = [useDeferredValue(minimum), useDeferredValue(query.trim().toLowerCase())]
  const enough = useMemo(() => films.filter(({ ratings }) => ratings >= least), [films, least])
  const byBias = useMemo(() => enough.toSorted((a, b) => a.bias - b.bias), [enough])
  const found = sought === '' ? [] : enough.filter(({ title }) => title.toLowerCase().includes(sought))
  const most = Math.min(300, films[0]!.ratings)

  return (
    <div className="bias-explorer">
      <form method="get" className="controls" onSubmit={(event) => event.preventDefault()}>
        <p className="control control-wide">
          <label htmlFor="min">
            {text.minimum} <output htmlFor="min">{text.minimumShort(minimum)}</output>
          </label>
          <input
            id="min"
            name="min"
            type="range"
            min={1}
            max={most}
            value={minimum}
            onChange={(event) => setMinimum(Number(event.target.value))}
          />
          <small>
            {text.scope(enough.length)}. {text.lesson}
          </small>
        </p>
        <p className="control">
          <label htmlFor="q">{text.search}</label>
          <input
            id="q"
            name="q"
            type="search"
            autoComplete="off"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <small role="status">{sought !== '' && whatWasFound(films, found, sought, least)}</small>
        </p>
        <noscript>
          <button type="submit">{text.show}</button>
        </noscript>
      </form>
      {found.length > 0 && (
        <div className="bias-found">
          <BiasTable caption={text.foundTable} films={found.slice(0, shown)} />
        </div>
      )}
      <div className="two-tables">
        <BiasTable caption={text.lowest} films={byBias.slice(0, shown)} />
        <BiasTable caption={text.highest} films={byBias.toReversed().slice(0, shown)} />
      </div>
      <figure className="figure">
        <BiasPlot films={byBias} all={films} found={found} examples={examples} />
        <figcaption>{text.plotCaption}</figcaption>
      </figure>
    </div>
  )
}

function whatWasFound(
  films: readonly FilmBias[],
  found: readonly FilmBias[],
  sought: string,
  minimum: number,
): string {
  const anywhere = films.filter(({ title }) => title.toLowerCase().includes(sought)).length
  return found.length === 0 && anywhere > 0 ? text.foundFew(minimum, anywhere) : text.found(found.length)
}

interface PlotProps {
  /** The lowest bias first. */
  readonly films: readonly FilmBias[]
  /** For axes that stand still while the slider moves. */
  readonly all: readonly FilmBias[]
  readonly found: readonly FilmBias[]
  readonly examples: readonly string[]
}

/** How many films at each end are named where there is room. */
const namedEach = 6

/** From how many ratings on a dot has the second size, the third, the fourth. */
const sizes = [30, 100, 250]

function BiasPlot({ films, all, found, examples }: PlotProps) {
  const x = useMemo(() => scaleOf(all.map(({ meanRating }) => meanRating)), [all])
  const y = useMemo(() => scaleOf(all.map((film) => film.bias)), [all])
  const isFound = new Set(found)
  const titles = [...examples, ...found.map(({ title }) => title)]
  const sought = titles.map((title) => films.findIndex((film) => film.title === title)).filter((i) => i >= 0)
  const named = found.length > 0 ? sought : [...sought, ...endsInTurn(films.length)]
  const isNamed = new Set(named)
  const lookOf = (film: FilmBias, i: number) => {
    if (examples.includes(film.title)) return 'look-example'
    if (isFound.has(film)) return 'look-found'
    if (found.length > 0) return 'look-faint'
    return isNamed.has(i) ? 'look-named' : 'look-plain'
  }
  return (
    <Scatter
      label={text.plotLabel}
      x={{ label: text.axes.x, scale: x }}
      y={{ label: text.axes.y, scale: y }}
      films={films.map((film, i) => ({
        title: film.title,
        x: film.meanRating,
        y: film.bias,
        size: sizes.filter((size) => film.ratings >= size).length,
        look: lookOf(film, i),
      }))}
      named={named}
      detail={(film) => {
        const { bias, meanRating, ratings } = films[film]!
        return `${text.axes.y} ${format.signed(bias)} · ${text.axes.x} ${format.stars(meanRating)} · ${text.ratings(ratings)}`
      }}
    />
  )
}

/** The first and the last index, the second and the one before the last, ... */
const endsInTurn = (length: number) =>
  Array.from({ length: Math.min(namedEach, Math.floor(length / 2)) }, (_, i) => [i, length - 1 - i]).flat()
