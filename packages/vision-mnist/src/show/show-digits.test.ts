import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import { showDigit, showDigits } from './show-digits.ts'

/** `n` images: a full row of ink at row 2, half ink at row 5, and digit i has a dot at column i of row 10. */
const images = (n: number) =>
  ndArray(
    Float32Array.from({ length: n * 784 }, (_, at) => {
      const [digit, row, column] = [Math.floor(at / 784), Math.floor((at % 784) / 28), at % 28]
      return row === 2 ? 1 : row === 5 ? 0.5 : row === 10 && column === digit ? 1 : 0
    }),
    [n, 784],
  )

describe('showDigit', () => {
  it('is 14 lines of plain characters, where colour is off', () => {
    const lines = showDigit(images(1)).toText().split('\n')
    expect(lines).toHaveLength(14)
    expect(lines[1]).toBe('+'.repeat(28)) // a full row over an empty one
    expect(lines[2]).toBe(':'.repeat(28)) // an empty row over half ink
    expect(lines[5]).toBe('+') // the dot at column 0
    expect(lines[0]).toBe('')
  })

  it('is half blocks in grey, where colour is on', () => {
    const lines = showDigit(images(1)).toText({ colour: true }).split('\n')
    expect(lines).toHaveLength(14)
    expect(lines[1]).toBe(`\x1b[38;5;231;48;5;16m${'▀'.repeat(28)}\x1b[0m`) // white over black
    expect(lines[2]).toBe(`\x1b[38;5;16;48;5;244m${'▀'.repeat(28)}\x1b[0m`) // black over the middle grey
  })

  it('shows the row that is asked for, and bytes as well as floats', () => {
    expect(showDigit(images(3), 2).toText().split('\n')[5]).toBe('  +')
    const bytes = ndArray(Uint8Array.from(images(1).data, (value) => value * 255), [1, 28, 28]) // prettier-ignore
    expect(String(showDigit(bytes))).toBe(String(showDigit(images(1))))
  })

  it('is an SVG picture of rectangles, one for neighbours of the same grey', () => {
    const svg = showDigit(images(1)).toSvg()
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="112" height="112" /)
    expect(svg.match(/<rect x=[^>]*>/g)).toEqual([
      '<rect x="0" y="2" width="28" height="1" fill="#ffffff"/>',
      '<rect x="0" y="5" width="28" height="1" fill="#808080"/>',
      '<rect x="0" y="10" width="1" height="1" fill="#ffffff"/>',
    ])
  })

  it('shows itself in a notebook', () => {
    const picture = showDigit(images(1))
    const display = (picture as unknown as Record<symbol, () => unknown>)[Symbol.for('Jupyter.display')]!()
    expect(display).toEqual({ 'image/svg+xml': picture.toSvg(), 'text/plain': picture.toText() })
  })

  it.each([[1], [-1], [0.5]])('refuses row %s of one', (row) => {
    expect(() => showDigit(images(1), row)).toThrow(`images of shape [1, 784] have no digit ${row}`)
  })
})

describe('showDigits', () => {
  it('puts digits beside each other, labels under them, in rows', () => {
    const lines = showDigits(images(3), { labels: [7, 0, 4], columns: 2 })
      .toText()
      .split('\n')
    expect(lines).toHaveLength(2 * 15)
    expect(lines[1]).toBe(`${'+'.repeat(28)} ${'+'.repeat(28)}`)
    expect([lines[14]!.indexOf('7'), lines[14]!.indexOf('0')]).toEqual([13, 13 + 29])
    expect(lines[29]!.trim()).toBe('4')
  })

  it('has a tile for each in SVG, labels escaped', () => {
    const svg = showDigits(images(3), { labels: ['<7>', '&', 'x'], columns: 2 }).toSvg()
    expect(svg).toContain('width="232" height="272"')
    expect(svg).toContain('>&lt;7&gt;</text>')
    expect(svg).toContain('<title>digits: &lt;7&gt;, &amp;, x</title>')
    expect(svg.match(/<g transform="translate\(\d+ \d+\)">/g)).toEqual([
      '<g transform="translate(0 0)">',
      '<g transform="translate(120 0)">',
      '<g transform="translate(0 140)">',
    ])
  })

  it('refuses what are no digits', () => {
    expect(() => showDigits(ndArray(new Float32Array(700)))).toThrow('images have shape [700]; expected 784')
    expect(() => showDigits(images(2), { labels: [1] })).toThrow('there are 2 images, but 1 labels')
    expect(() => showDigits(images(2), { columns: 0 })).toThrow(
      'columns is 0; expected an integer of at least 1',
    )
  })
})
