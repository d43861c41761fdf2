import { expect, it } from 'vitest'
import { freshPen, movePen, paper, type PenAction } from './pen.ts'

const after = (...actions: PenAction[]) => actions.reduce(movePen, freshPen)

it('draws while it is down, and leaves out moves too small to see', () => {
  const { strokes } = after(
    { type: 'move', to: [5, 5] },
    { type: 'down', to: [10, 10] },
    { type: 'move', to: [10.4, 10.6] },
    { type: 'move', to: [40, 10] },
    { type: 'up' },
    { type: 'move', to: [90, 90] },
    { type: 'down', to: [50, 60] },
  )
  expect(strokes).toEqual([
    [
      [10, 10],
      [40, 10],
    ],
    [[50, 60]],
  ])
})

it('goes by keys, and stays on the paper', () => {
  const far = Array.from({ length: 50 }, (): PenAction => ({ type: 'key', x: -1, y: 1 }))
  expect(after(...far)).toMatchObject({ at: [0, paper], strokes: [] })
  const { strokes, down } = after({ type: 'toggle' }, { type: 'key', x: 1, y: 0 }, { type: 'toggle' })
  expect(strokes).toEqual([
    [
      [100, 40],
      [110, 40],
    ],
  ])
  expect(down).toBe(false)
})

it('takes strokes back, one or all', () => {
  const two: PenAction[] = [
    { type: 'toggle' },
    { type: 'toggle' },
    { type: 'key', x: 1, y: 1 },
    { type: 'toggle' },
  ]
  expect(after(...two, { type: 'undo' })).toMatchObject({ strokes: [[[100, 40]]], down: false })
  expect(after(...two, { type: 'clear' })).toEqual(freshPen)
})

it('shows an example until one draws', () => {
  const show: PenAction = { type: 'show', strokes: [[[1, 1]], [[2, 2]]] }
  expect(after(show, { type: 'key', x: 1, y: 0 }).strokes).toHaveLength(2)
  expect(after(show, { type: 'down', to: [9, 9] })).toMatchObject({ strokes: [[[9, 9]]], isExample: false })
  expect(after(show, { type: 'undo' }).strokes).toEqual([])
})
