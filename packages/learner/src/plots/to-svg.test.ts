import { afterEach, expect, it, vi } from 'vitest'
import { plotOf } from '@onecycle/learner'
import { toSvg } from './to-svg.ts'

const plot = plotOf('Losses', {
  x: { title: 'batch' },
  y: { title: 'loss' },
  lines: [{ name: 'train', points: [[0, 2], [1, 1]] }], // prettier-ignore
})

afterEach(() => vi.resetModules())

it('draws all there is, without a warning', async () => {
  const warn = vi.spyOn(console, 'warn')
  const axis = { title: 'rate', scale: 'log', format: '.0e' } as const
  const points = [[1e-3, 2], [1e-1, 1]] as const // prettier-ignore
  const panel = {
    x: axis,
    y: { title: 'loss', fromZero: true },
    lines: (['line', 'faint', 'dots'] as const).map((style) => ({ name: style, points, style })),
  }
  const svg = await toSvg(
    plotOf(
      'Finder',
      panel,
      { ...panel, lines: [panel.lines[0]!] },
      { ...panel, lines: [{ name: 'none', points: [] }] },
    ),
  )
  for (const text of ['Finder', '1e-2', 'faint', 'dots']) expect(svg).toContain(`>${text}</text>`)
  expect(warn).not.toHaveBeenCalled()
})

it('draws', async () => {
  const warn = vi.spyOn(console, 'warn')
  const svg = await toSvg(plot)
  expect(svg).toMatch(/^<svg[^>]* width="\d+" height="\d+"/)
  for (const title of ['Losses', 'batch', 'loss']) expect(svg).toContain(`>${title}</text>`)
  expect(svg).toContain('stroke="#0072B2"')
  expect(warn).not.toHaveBeenCalled()
})

it('says what to install where vega is missing', async () => {
  vi.doMock('vega', () => {
    throw new Error('Cannot find package')
  })
  await expect(toSvg(plot)).rejects.toThrow(
    'toSvg needs the packages vega and vega-lite: npm install vega@6 vega-lite@6',
  )
  vi.doUnmock('vega')
})
