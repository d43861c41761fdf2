import { z } from 'zod'
import type { SearchParams } from './query.ts'

export const colourings = ['genre', 'year', 'bias', 'count'] as const

export type Colouring = (typeof colourings)[number]

/** What the map shows: all of it is in the address of the page. */
export interface MapView {
  /** Components, from 1, across, up and (in three dimensions) towards you. */
  readonly x: number
  readonly y: number
  readonly z: number
  readonly colour: Colouring
  readonly three: boolean
  /** The title of the film that was picked. */
  readonly film: string | null
  /** How many times larger than the whole map, and the middle of what is seen, from the left and the top. */
  readonly zoom: number
  readonly at: { readonly x: number; readonly y: number }
}

export const mostZoom = 16

const whole = { zoom: 1, at: { x: 0.5, y: 0.5 } }

/** Reads the address; what is not as it should be is taken as if it were not there. */
export function parseMapView(query: Awaited<SearchParams>, components: number): MapView {
  const component = (name: string, otherwise: number) =>
    z.coerce.number().int().min(1).max(components).catch(Math.min(otherwise, components)).parse(query[name])
  const share = (name: string) =>
    z.coerce
      .number()
      .min(0)
      .max(1)
      .catch(0.5)
      .parse(query[name] ?? 0.5)
  return {
    x: component('x', 1),
    y: component('y', 2),
    z: component('z', 3),
    colour: z.enum(colourings).catch('genre').parse(query['colour']),
    three: query['view'] === '3d',
    film: z
      .string()
      .min(1)
      .max(200)
      .nullable()
      .catch(null)
      .parse(query['film'] ?? null),
    zoom: z.coerce
      .number()
      .min(1)
      .max(mostZoom)
      .catch(1)
      .parse(query['zoom'] ?? 1),
    at: { x: share('left'), y: share('top') },
  }
}

/** The query that {@link parseMapView} reads. */
export function mapQuery({ x, y, z, colour, three, film, zoom, at }: MapView): string {
  const query = new URLSearchParams({ x: String(x), y: String(y) })
  if (three) {
    query.set('z', String(z))
    query.set('view', '3d')
  }
  query.set('colour', colour)
  if (film !== null) query.set('film', film)
  if (zoom > 1) {
    query.set('zoom', zoom.toFixed(2))
    query.set('left', at.x.toFixed(3))
    query.set('top', at.y.toFixed(3))
  }
  return `?${query.toString()}`
}

/** A view so many times as near, round a place, and not beyond the map's edges. */
export function zoomed(view: MapView, zoom: number, at: MapView['at']): MapView {
  if (zoom <= 1) return { ...view, ...whole }
  const near = Math.min(zoom, mostZoom)
  const inside = (middle: number) => Math.min(1 - 0.5 / near, Math.max(0.5 / near, middle))
  return { ...view, zoom: near, at: { x: inside(at.x), y: inside(at.y) } }
}
