import { expect, it } from 'vitest'
import { mapQuery, parseMapView, zoomed, type MapView } from './map-view.ts'

const plain = parseMapView({}, 8)

it('shows the first two components of all films by genre where nothing else is asked for', () => {
  expect(plain).toEqual({
    x: 1,
    y: 2,
    z: 3,
    colour: 'genre',
    three: false,
    film: null,
    zoom: 1,
    at: { x: 0.5, y: 0.5 },
  })
})

it('finds in the address what was put there', () => {
  const view: MapView = {
    x: 3,
    y: 8,
    z: 1,
    colour: 'bias',
    three: true,
    film: 'Godfather, The (1972)',
    zoom: 4,
    at: { x: 0.25, y: 0.875 },
  }
  expect(parseMapView(Object.fromEntries(new URLSearchParams(mapQuery(view))), 8)).toEqual(view)
})

it('takes nonsense as if it were not there', () => {
  const nonsense = { x: '9', y: 'up', colour: 'loud', zoom: '-3', left: 'NaN', film: ['a', 'b'], view: '4d' }
  expect(parseMapView(nonsense, 8)).toEqual(plain)
})

it('stays within the map', () => {
  expect(zoomed(plain, 4, { x: 0, y: 0.5 })).toMatchObject({ zoom: 4, at: { x: 0.125, y: 0.5 } })
  expect(zoomed(plain, 99, { x: 1, y: 0.5 }).zoom).toBe(16)
  expect(zoomed({ ...plain, zoom: 4 }, 0.5, { x: 0, y: 0 })).toEqual(plain)
})
