import type { Movie } from '@onecycle/collab'
import type { Route } from 'next'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import { splitTitle } from '../lib/film-title.ts'
import type { FilmLook } from '../server/film-looks.ts'

interface Props {
  readonly film: Movie
  readonly look: FilmLook
}

/** A film's card: its title, and its factors as a pattern in the colour of its place on the map. */
export function FilmPoster({ film, look }: Props) {
  const { name, year } = splitTitle(film.title)
  return (
    <Link
      className="film-poster"
      href={`/film/${film.id}` as Route}
      prefetch={false}
      style={colours(look)}
      data-length={name.length < 18 ? 'short' : name.length < 36 ? 'medium' : 'long'}
    >
      <span className="poster-name">{name}</span>
      <span className="poster-about">{[year, ...film.genres].filter(Boolean).join(' · ')}</span>
      <FactorBars bars={look.bars} />
    </Link>
  )
}

/** As many bars as can be told apart in a swatch. */
const few = 10

/** The same, small: what stands before a title in a list. */
export const FilmSwatch = ({ look }: { readonly look: FilmLook }) => (
  <span className="film-swatch" style={colours(look)} aria-hidden="true">
    <FactorBars bars={look.bars.slice(0, few)} />
  </span>
)

/** The same without words: what stands beside a film's heading. */
export const FilmArt = ({ look }: { readonly look: FilmLook }) => (
  <span className="film-art" style={colours(look)} aria-hidden="true">
    <FactorBars bars={look.bars} />
  </span>
)

const FactorBars = ({ bars }: Pick<FilmLook, 'bars'>) => (
  <svg
    className="factor-pattern"
    viewBox={`0 -1 ${bars.length} 2`}
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <path d={bars.map((bar, i) => `M${i + 0.5} 0V${(-bar).toFixed(2)}`).join('')} />
  </svg>
)

const colours = ({ hue, strength }: FilmLook) =>
  ({ '--hue': hue, '--strength': strength.toFixed(2) }) as CSSProperties
