import { expect, it } from 'vitest'
import { plotConfusionMatrix } from '@onecycle/learner'
import { toSvg } from './to-svg.ts'

const matrix = [
  [8, 2],
  [0, 0],
]
const classes = ['cat', 'dog']

it('is a table in a terminal', () => {
  expect(String(plotConfusionMatrix(matrix, { classes }))).toMatchInlineSnapshot(`
    "Confusion matrix: actual classes down, predicted ones across
    actual  cat  dog
    ──────  ───  ───
    cat       8    2
    dog       0    0"
  `)
})

it('shades each field by its share of its row', () => {
  const { data } = plotConfusionMatrix(matrix).spec as { data: { values: unknown } }
  expect(data.values).toEqual([
    { actual: '0', predicted: '0', count: 8, share: 0.8 },
    { actual: '0', predicted: '1', count: 2, share: 0.2 },
    { actual: '1', predicted: '0', count: 0, share: 0 },
    { actual: '1', predicted: '1', count: 0, share: 0 },
  ])
})

it('draws names and counts', async () => {
  const svg = await toSvg(plotConfusionMatrix(matrix, { classes }))
  for (const text of ['Confusion matrix', 'predicted', 'actual', 'cat', 'dog', '8', '2']) {
    expect(svg).toContain(`>${text}</text>`)
  }
})

it('refuses names that are not as many as the classes', () => {
  expect(() => plotConfusionMatrix(matrix, { classes: ['cat'] })).toThrow(
    'there are 1 names for the 2 classes of the confusion matrix',
  )
})
