'use client'

import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { colourFilms } from '../../lib/colour-films.ts'
import type { MappedFilm } from '../../lib/film-map.ts'
import { isWithin } from '../../lib/lasso.ts'
import { mapQuery, type MapView } from '../../lib/map-view.ts'
import type { Place } from '../../lib/nearest.ts'
import { texts } from '../../lib/texts.ts'
import { ComponentEnds } from './component-ends.tsx'
import { MapSearch } from './map-search.tsx'
import { FlatMap, placeOnMap } from './flat-map.tsx'
import { LassoList } from './lasso-list.tsx'
import { Legend } from './legend.tsx'
import { mapCsv, save } from './export-map.ts'
import { MapTools } from './map-tools.tsx'
import { useGlide } from './use-glide.ts'
import { ViewForm } from './view-form.tsx'

const { pca } = texts

/** three.js is large: it comes only where it is asked for. */
const SolidMap = lazy(() => import('./solid-map.tsx'))

/** How near a film is looked at that was searched for. */
const searchZoom = 5

interface Props {
  readonly films: readonly MappedFilm[]
  readonly explained: readonly number[]
  readonly start: MapView
}

/** The films on their principal components: in two dimensions or three, and as lists. */
export function PcaMap({ films, explained, start }: Props) {
  const [view, setView] = useState(start)
  const [lasso, setLasso] = useState<{ readonly drawing: boolean; readonly line: readonly Place[] }>({
    drawing: false,
    line: [],
  })
  const [webGl, setWebGl] = useState<boolean | null>(null)
  const glide = useGlide(view, setView)
  const colours = useMemo(() => colourFilms(films, view.colour), [films, view.colour])

  useEffect(() => setWebGl(hasWebGl()), [])
  useEffect(() => {
    const settled = setTimeout(() => window.history.replaceState(null, '', mapQuery(view)), 150)
    return () => clearTimeout(settled)
  }, [view])

  // The lasso is kept in the units of the two components: it stays on its films when the map is zoomed.
  const placeOf = ({ place }: MappedFilm): Place => ({ x: place[view.x - 1]!, y: place[view.y - 1]! })
  const caught = lasso.drawing ? [] : films.filter((film) => isWithin(lasso.line, placeOf(film)))
  const choose = (change: Partial<MapView>) => {
    if ((change.x ?? view.x) !== view.x || (change.y ?? view.y) !== view.y)
      setLasso({ drawing: false, line: [] })
    glide.stop()
    setView({ ...view, ...change })
  }
  const pick = (film: MappedFilm) =>
    glide.to({ ...view, film: film.title }, Math.max(view.zoom, searchZoom), placeOnMap(films, view, film))
  const solid = view.three && webGl === true

  return (
    <div className="pca-map">
      <div className="map-controls">
        <ViewForm view={view} explained={explained} onChange={choose} />
        <MapSearch films={films} onPick={pick} />
      </div>
      <figure className="figure map-figure">
        <MapTools
          view={view}
          flat={!solid}
          lasso={lasso.drawing}
          onView={choose}
          onZoom={(zoom) => glide.to(view, zoom, view.at)}
          onLasso={(drawing) => setLasso({ drawing, line: [] })}
          onCsv={() =>
            save('films.csv', mapCsv(caught.length > 0 ? caught : films), 'text/csv;charset=utf-8')
          }
        />
        {view.three && webGl === false && (
          <p className="problem" role="status">
            {pca.noWebGl}
          </p>
        )}
        {solid ? (
          <Suspense fallback={<p className="map-loading">{pca.loading}</p>}>
            <SolidMap films={films} colours={colours} view={view} />
          </Suspense>
        ) : (
          <FlatMap
            films={films}
            colours={colours}
            view={view}
            line={lasso.line}
            drawing={lasso.drawing}
            onView={choose}
            onLine={(line, done) => setLasso({ drawing: !done, line })}
          />
        )}
        <Legend colours={colours} />
        <figcaption>{pca.plotCaption(films.length)}</figcaption>
      </figure>
      {caught.length > 0 && (
        <LassoList films={caught} onPick={pick} onDrop={() => setLasso({ drawing: false, line: [] })} />
      )}
      <section className="map-ends" aria-labelledby="ends">
        <h2 id="ends">{pca.ends}</h2>
        <p className="note">{pca.endsNote}</p>
        {[view.x, view.y, ...(view.three ? [view.z] : [])].map((component, i) => (
          <ComponentEnds
            key={i}
            component={component}
            explained={explained[component - 1]!}
            titles={films.map(({ title }) => title)}
            values={films.map(({ place }) => place[component - 1]!)}
          />
        ))}
      </section>
    </div>
  )
}

function hasWebGl(): boolean {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}
