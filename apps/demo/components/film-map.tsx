import Link from 'next/link'
import { scaleOf, shareOf } from '../lib/scale.ts'
import { format, texts } from '../lib/texts.ts'
import type { LearnedFilm } from '../server/film-facts.ts'
import { DataTable } from './data-table.tsx'
import { Figure } from './figure.tsx'

const { map } = texts.film

/** A film among the others, by the first two principal components. */
export function FilmMap({ films, place }: LearnedFilm['map']) {
  if (!place) return <p>{map.off}</p>
  const axes = ([0, 1] as const).map((axis) => films.map((film) => film[axis]))
  const [across, up] = axes.map((values) => scaleOf(values))
  const x = (value: number) => (100 * shareOf(across!, value)).toFixed(1)
  const y = (value: number) => (100 - 100 * shareOf(up!, value)).toFixed(1)
  const dots = (which: readonly (readonly number[])[]) =>
    which.map((film) => `M${x(film[0]!)} ${y(film[1]!)}h.001`).join('')
  return (
    <Figure
      caption={
        <>
          {map.caption(films.length)} <Link href="/pca">{map.link}</Link>
        </>
      }
      table={
        <DataTable
          caption={map.table}
          columns={map.columns}
          rows={axes.map((values, axis) => [
            map.component(axis + 1),
            ...[place[axis]!, Math.min(...values), Math.max(...values)].map(format.coordinate),
          ])}
        />
      }
    >
      <div className="film-place-frame">
        <svg
          className="film-place"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={map.title}
        >
          <path className="film-place-zero" d={`M${x(0)} 0V100M0 ${y(0)}H100`} />
          <path className="film-place-all" d={dots(films)} />
          <path className="film-place-here" d={dots([place])} />
        </svg>
        <p aria-hidden="true">{map.component(1)} →</p>
        <p aria-hidden="true">↑ {map.component(2)}</p>
      </div>
    </Figure>
  )
}
