import { expect, it } from 'vitest'
import { plotOf } from './plot.ts'
import { thinned } from './thin.ts'

const line = (...values: number[]) => values.map((value, i) => [i, value] as const)
const x = { title: 'batch' }

it('is plain Vega-Lite with its data inside', () => {
  const { spec } = plotOf('Loss', { x, y: { title: 'loss' }, lines: [{ name: 'train', points: line(2, 1) }] })
  expect(JSON.parse(JSON.stringify(spec))).toEqual(spec)
  expect(spec).toMatchObject({
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: 'Loss',
    width: 560,
    height: 300,
    encoding: { x: { title: 'batch' }, y: { title: 'loss' }, color: { legend: null } },
    layer: [
      {
        data: {
          values: [
            { x: 0, y: 2, line: 'train' },
            { x: 1, y: 1, line: 'train' },
          ],
        },
      },
    ],
  })
})

it('puts faint lines behind, and gives the others the first colours', () => {
  const { spec } = plotOf('Loss', {
    x,
    y: { title: 'loss' },
    lines: [
      { name: 'train', points: line(2, 1) },
      { name: 'raw', points: line(3, 1), style: 'faint' },
      { name: 'best', points: line(1), style: 'dots' },
    ],
  })
  const layers = spec['layer'] as { data: { values: { line: string }[] }; mark: { type: string } }[]
  expect(layers.map(({ data }) => data.values[0]!.line)).toEqual(['raw', 'train', 'best'])
  expect(layers.map(({ mark }) => mark.type)).toEqual(['line', 'line', 'point'])
  expect(spec).toMatchObject({
    encoding: {
      color: { scale: { domain: ['train', 'raw', 'best'], range: ['#0072B2', '#B9C4CE', '#D55E00'] } },
    },
  })
})

it('puts panels side by side', () => {
  const panel = {
    x,
    y: { title: 'lr', scale: 'log', format: '.0e' } as const,
    lines: [{ name: 'lr', points: line(1) }],
  }
  const { spec } = plotOf('Both', panel, panel)
  expect(spec).toMatchObject({
    hconcat: [{ encoding: { y: { scale: { type: 'log' }, axis: { format: '.0e' } } } }, { width: 420 }],
  })
})

it('reads as text', () => {
  const plot = plotOf(
    'Losses',
    {
      x,
      y: { title: 'loss' },
      lines: [
        { name: 'train', points: line(8, 4, 2, 1.23456) },
        { name: 'valid', points: [[3, NaN]] },
        { name: 'steep', points: [[1, 4]], style: 'dots' },
      ],
    },
    { x, y: { title: 'momentum' }, lines: [{ name: 'mom', points: line(0.95, 0.85) }] },
  )
  expect(plot.toText()).toBe(
    [
      'Losses',
      'train     █▄▂▁  1.235 to 8',
      'valid     (no values)',
      'steep     4 at 1',
      'momentum  █▁  0.85 to 0.95',
      'batch: 0 to 3',
    ].join('\n'),
  )
  expect(String(plot)).toBe(plot.toText())
})

it('shows itself in a notebook', () => {
  const plot = plotOf('Loss', { x, y: { title: 'loss' }, lines: [{ name: 'train', points: line(2, 1) }] })
  const display = (plot as unknown as Record<symbol, () => Record<string, unknown>>)[
    Symbol.for('Jupyter.display')
  ]!
  expect(display()).toEqual({
    'application/vnd.vegalite.v5+json': {
      ...plot.spec,
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    },
    'text/plain': plot.toText(),
  })
})

it('thins long lines, and keeps their ends', () => {
  const long = Array.from({ length: 70_300 }, (_, i) => i)
  const short = thinned(long)
  expect(short).toHaveLength(1000)
  expect([short[0], short.at(-1)]).toEqual([0, 70_299])
  expect(thinned([1, 2])).toEqual([1, 2])
})
