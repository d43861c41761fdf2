import { useMemo, useRef } from 'react'
import type { Colours } from '../../lib/colour-films.ts'
import type { MappedFilm } from '../../lib/film-map.ts'
import { zoomed, type MapView } from '../../lib/map-view.ts'
import type { Place } from '../../lib/nearest.ts'
import { scaleBetween, scaleOf, shareOf } from '../../lib/scale.ts'
import { format, texts } from '../../lib/texts.ts'
import { percent } from '../plot/dots.tsx'
import { Scatter, type PlotPlace } from '../plot/scatter.tsx'
import { endsOf } from './component-ends.tsx'

const { pca } = texts

/** From how many ratings on a dot has the second size, the third, the fourth. */
const sizes = [30, 100, 250]

/** How many films are named, where there is room, when the map is looked at closely. */
const namedClose = 30

interface Props {
  readonly films: readonly MappedFilm[]
  readonly colours: Colours
  readonly view: MapView
  /** The lasso, in the units of the components. */
  readonly line: readonly Place[]
  readonly drawing: boolean
  readonly onView: (change: Partial<MapView>) => void
  readonly onLine: (line: readonly Place[], done: boolean) => void
}

/** The map in two dimensions. Dragging moves it, or draws the lasso. */
export function FlatMap({ films, colours, view, line, drawing, onView, onLine }: Props) {
  const pressed = useRef<{ readonly from: PlotPlace; readonly view: MapView } | null>(null)
  const [xs, ys] = [view.x, view.y].map((component) => films.map(({ place }) => place[component - 1]!))
  const whole = useMemo(() => ({ x: scaleOf(xs!), y: scaleOf(ys!) }), [films, view.x, view.y])
  const { zoom, at } = view
  const part = (low: number, high: number, middle: number) => {
    const width = high - low
    return scaleBetween(low + width * (middle - 0.5 / zoom), low + width * (middle + 0.5 / zoom))
  }
  const across = part(whole.x.low, whole.x.high, at.x)
  const up = part(whole.y.low, whole.y.high, 1 - at.y)

  const chosen = view.film === null ? -1 : films.findIndex(({ title }) => title === view.film)
  const isSeen = (film: number) =>
    [shareOf(across, xs![film]!), shareOf(up, ys![film]!)].every((share) => share >= 0 && share <= 1)
  const close = () =>
    films
      .map((_, film) => film)
      .filter(isSeen)
      .slice(0, namedClose)
  const named = zoom > 1.5 ? close() : outermost(xs!, ys!)

  const unitsOf = ({ x, y }: PlotPlace): Place => ({
    x: across.low + x * (across.high - across.low),
    y: up.high - y * (up.high - up.low),
  })
  const drag = (phase: 'start' | 'move' | 'end', place: PlotPlace) => {
    if (drawing) {
      onLine(phase === 'start' ? [unitsOf(place)] : [...line, unitsOf(place)], phase === 'end')
      return
    }
    if (phase === 'start') pressed.current = { from: place, view }
    if (!pressed.current || zoom <= 1) return
    const { from, view: before } = pressed.current
    const moved = {
      x: before.at.x - (place.x - from.x) / zoom,
      y: before.at.y - (place.y - from.y) / zoom,
    }
    if (phase === 'move') onView(zoomed(before, zoom, moved))
    if (phase === 'end') pressed.current = null
  }

  return (
    <Scatter
      label={pca.plotLabel(view.x, view.y)}
      x={{ label: pca.component(view.x), scale: across }}
      y={{ label: pca.component(view.y), scale: up }}
      films={films.map((film, i) => ({
        title: film.title,
        x: xs![i]!,
        y: ys![i]!,
        size: sizes.filter((size) => film.ratings >= size).length,
        look: colours.groups[colours.groupOf[i]!]!.look,
      }))}
      named={chosen < 0 ? named : [chosen, ...named.filter((film) => film !== chosen)]}
      chosen={chosen < 0 ? null : chosen}
      detail={(film) => detailOf(films[film]!)}
      onDrag={drag}
      dragsByTouch={drawing || zoom > 1}
    >
      {line.length > 1 && (
        <path
          className="lasso"
          d={`M${line.map(({ x, y }) => `${percent(shareOf(across, x))} ${percent(1 - shareOf(up, y))}`).join('L')}Z`}
        />
      )}
    </Scatter>
  )
}

/** Where a film lies on the whole map, from the left and from the top, 0 to 1. */
export function placeOnMap(films: readonly MappedFilm[], { x, y }: MapView, film: MappedFilm): Place {
  const shareOn = (component: number) =>
    shareOf(scaleOf(films.map(({ place }) => place[component - 1]!)), film.place[component - 1]!)
  return { x: shareOn(x), y: 1 - shareOn(y) }
}

/** The films at both ends of both axes, the outermost first. */
function outermost(xs: readonly number[], ys: readonly number[]): number[] {
  const ends = [xs, ys].flatMap((values) => Object.values(endsOf(values)))
  return [...new Set(ends[0]!.flatMap((_, i) => ends.map((end) => end[i]!)))]
}

export const detailOf = ({ genres, ratings, mean, bias }: MappedFilm) => (
  <>
    {genres.join(', ')}
    <br />
    {pca.ratings(ratings)} · {pca.columns.mean} {format.stars(mean)} · {pca.columns.bias}{' '}
    {format.signed(bias)}
  </>
)
