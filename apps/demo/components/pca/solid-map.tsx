import { useEffect, useRef, useState } from 'react'
import type { Colours } from '../../lib/colour-films.ts'
import type { MappedFilm } from '../../lib/film-map.ts'
import { splitTitle } from '../../lib/film-title.ts'
import type { MapView } from '../../lib/map-view.ts'
import { texts } from '../../lib/texts.ts'
import { placeLabels, type Label } from '../../lib/place-labels.ts'
import { PlacedLabels } from '../plot/labels.tsx'
import { endsOf } from './component-ends.tsx'
import { detailOf } from './flat-map.tsx'
import { SolidScene, type ScreenPlace } from './solid-scene.ts'

const { pca } = texts

/** How many films at each end of each axis have their names in the room. */
const namedEach = 3

/** What keys do: turn sideways and up, in radians, and come nearer. */
const turns: Readonly<Record<string, readonly [number, number, number?]>> = {
  ArrowLeft: [-0.15, 0],
  ArrowRight: [0.15, 0],
  ArrowUp: [0, 0.15],
  ArrowDown: [0, -0.15],
  '+': [0, 0, 1.15],
  '-': [0, 0, 1 / 1.15],
}

interface Props {
  readonly films: readonly MappedFilm[]
  readonly colours: Colours
  readonly view: MapView
}

interface Shown {
  readonly film: number
  readonly at: ScreenPlace
}

/** The map in three dimensions. */
export default function SolidMap({ films, colours, view }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const scene = useRef<SolidScene>(null)
  const [labels, setLabels] = useState<readonly Label[]>([])
  const [pointed, setPointed] = useState<Shown | null>(null)
  const { x, y, z } = view
  const chosen = films.findIndex(({ title }) => title === view.film)

  useEffect(() => {
    const box = frame.current
    if (!box) return
    const made = new SolidScene(box)
    scene.current = made
    return () => made.dispose()
  }, [])

  useEffect(() => {
    const axes = [x, y, z].map((component) => films.map(({ place }) => place[component - 1]!))
    const outermost = axes.flatMap((values) =>
      Object.values(endsOf(values)).flatMap((end) => end.slice(0, namedEach)),
    )
    const named = [...new Set(chosen < 0 ? outermost : [chosen, ...outermost])]
    scene.current?.show({
      points: films.map((_, i) => axes.map((values) => values[i]!)),
      looks: films.map((_, i) => colours.groups[colours.groupOf[i]!]!.look),
      onDrawn: (placeOf, axisEnds) => {
        const { clientWidth: width, clientHeight: height } = frame.current!
        const dot = (title: string, at: ScreenPlace) => ({ title, x: at.x / width, y: at.y / height })
        const dots = [
          ...axisEnds.map((at, axis) => dot(pca.component([x, y, z][axis]!), at)),
          ...named.map((film) => ({
            ...dot(splitTitle(films[film]!.title).name, placeOf(film)),
            chosen: film === chosen,
          })),
        ]
        setLabels(placeLabels(dots, { width, height }))
        setPointed(null)
      },
    })
  }, [films, colours, x, y, z, chosen])

  return (
    <div
      className="solid-map"
      role="group"
      aria-label={pca.threeLabel(x, y, z)}
      tabIndex={0}
      onKeyDown={(event) => {
        const turn = turns[event.key]
        if (!turn) return
        event.preventDefault()
        scene.current?.turn(...turn)
      }}
    >
      <div
        ref={frame}
        className="solid-frame"
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect()
          const found = scene.current?.nearest(event.clientX - box.left, event.clientY - box.top)
          setPointed(found ?? null)
        }}
        onPointerLeave={() => setPointed(null)}
      />
      <PlacedLabels labels={labels} className="labels" />
      {pointed && (
        <div
          className={pointed.at.y < 110 ? 'tag tag-below' : 'tag'}
          style={{ left: pointed.at.x, top: pointed.at.y, translate: '-50%' }}
        >
          {films[pointed.film]!.title}
          <small>{detailOf(films[pointed.film]!)}</small>
        </div>
      )}
    </div>
  )
}
