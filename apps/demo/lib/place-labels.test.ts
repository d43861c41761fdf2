import { expect, it } from 'vitest'
import { placeLabels } from './place-labels.ts'

const size = { width: 400, height: 300 }

it('puts labels on the right, on the left where there is no room, and leaves out what collides', () => {
  const placed = placeLabels(
    [
      { title: 'First', x: 0.1, y: 0.5 },
      { title: 'At the edge', x: 0.99, y: 0.5 },
      { title: 'On top of it', x: 0.1, y: 0.51 },
      { title: 'Below it', x: 0.1, y: 0.6 },
    ],
    size,
  )
  expect(placed.map(({ title, side }) => [title, side])).toEqual([
    ['First', 'right'],
    ['At the edge', 'left'],
    ['Below it', 'right'],
  ])
})

it('shortens long titles', () => {
  const title = 'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb (1963)'
  expect(placeLabels([{ title, x: 0.1, y: 0.5 }], size)[0]?.title).toBe('Dr. Strangelove or: How I Lea…')
})
