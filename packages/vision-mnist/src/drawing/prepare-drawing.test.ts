import { describe, expect, it } from 'vitest'
import { ndArray } from '@onecycle/tensor-core'
import { prepareDrawing } from './prepare-drawing.ts'
import type { Point } from './draw-strokes.ts'

/** A picture with ink where `isInk` says so, at the middle of each pixel. */
function picture(width: number, height: number, isInk: (x: number, y: number) => boolean) {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    isInk((at % width) + 0.5, Math.floor(at / width) + 0.5) ? 255 : 0,
  )
  return ndArray(data, [height, width])
}

/** Width and height of the ink, parts of pixels by how dark they are, and its centre of mass, in 28 x 28. */
function measured(image: Float32Array) {
  const pixels = [...image.entries()]
  const darkestBy = (line: (at: number) => number) =>
    Array.from({ length: 28 }, (_, i) =>
      Math.max(...pixels.map(([at, value]) => (line(at) === i ? value : 0))),
    )
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const [column, row] = [(at: number) => at % 28, (at: number) => Math.floor(at / 28)]
  const mean = (line: (at: number) => number) =>
    sum(pixels.map(([at, value]) => value * (line(at) + 0.5))) / sum([...image])
  return {
    width: sum(darkestBy(column)),
    height: sum(darkestBy(row)),
    centre: [mean(column), mean(row)] as const,
  }
}

const about = (value: number, expected: number, tolerance: number) => {
  expect(value).toBeGreaterThan(expected - tolerance)
  expect(value).toBeLessThan(expected + tolerance)
}

const ring = (x: number, y: number) => {
  const distance = Math.hypot((x - 150) / 0.6, y - 120)
  return distance < 90 && distance > 65
}

describe('prepareDrawing of a picture', () => {
  it('fits the digit into 20 x 20, keeps its ratio and centres its mass', () => {
    const { data, shape } = prepareDrawing(picture(400, 300, ring))
    expect(shape).toEqual([784])
    const { width, height, centre } = measured(data)
    about(height, 20, 0.7)
    about(width, 12, 0.7) // 0.6 of its height
    expect(centre[0]).toBeCloseTo(14.5, 1)
    expect(centre[1]).toBeCloseTo(14.5, 1)
    expect(Math.max(...data)).toBe(1)
    expect(Math.min(...data)).toBe(0)
  })

  it('gives the same wherever and however large the digit was drawn', () => {
    const small = prepareDrawing(picture(400, 300, ring)).data
    const large = prepareDrawing(picture(900, 700, (x, y) => ring((x - 100) / 2, (y - 150) / 2))).data
    const apart = small.map((value, at) => Math.abs(value - large[at]!))
    expect(Math.max(...apart)).toBeLessThan(0.08)
  })

  it('has grey edges: it is anti-aliased', () => {
    const { data } = prepareDrawing(picture(400, 300, ring))
    expect(data.filter((value) => value > 0.1 && value < 0.9).length).toBeGreaterThan(40)
  })

  it('draws a lone row of ink as a row across the box', () => {
    const { width, height } = measured(prepareDrawing(picture(50, 50, (_, y) => Math.floor(y) === 3)).data)
    about(width, 20, 1)
    about(height, 1, 0.9) // half a pixel, blackened
  })

  it('enlarges a picture of a few pixels', () => {
    const { width, height } = measured(prepareDrawing(picture(5, 5, (x) => Math.floor(x) === 2)).data)
    about(height, 20, 1.5)
    about(width, 4, 1.5) // a fifth of it
  })

  it('leaves a digit whose mass is at its edge inside', () => {
    // A bar at the left, a line to the right: with its mass in the middle it would stick out by two pixels.
    const { data } = prepareDrawing(picture(200, 200, (x, y) => x < 40 || (y > 90 && y < 110)))
    const { width, height } = measured(data)
    about(height, 20, 0.7)
    about(width, 20, 0.7)
  })

  it('takes faint smudges for paper, and floats as well as bytes', () => {
    const clean = picture(400, 300, ring)
    const smudged = ndArray(
      Float32Array.from(clean.data, (value, at) => (value > 0 ? 1 : at % 7 === 0 ? 0.02 : 0)),
      [300, 400],
    )
    const { width, height } = measured(prepareDrawing(smudged).data)
    about(height, 20, 0.7)
    about(width, 12, 0.7)
  })

  it('blackens what was drawn in grey', () => {
    const grey = ndArray(
      Float32Array.from(picture(400, 300, ring).data, (value) => value / 510),
      [300, 400],
    )
    expect(prepareDrawing(grey).data).toEqual(prepareDrawing(picture(400, 300, ring)).data)
  })
})

describe('prepareDrawing of strokes', () => {
  const seven: Point[] = [[10, 20], [90, 20], [40, 160]] // prettier-ignore

  it('draws them with MNIST’s pen, of whatever size they are', () => {
    const { data } = prepareDrawing([seven])
    const { height, centre } = measured(data)
    about(height, 20, 0.7)
    for (const place of centre) about(place, 14.5, 0.5)
    const large = prepareDrawing([seven.map(([x, y]): Point => [x * 9 - 500, y * 9 + 300])]).data
    data.forEach((value, at) => expect(large[at]).toBeCloseTo(value, 4))
  })

  it('takes strokes of very many points', () => {
    const line = Array.from({ length: 300_000 }, (_, i): Point => [5, i / 1000])
    about(measured(prepareDrawing([line]).data).height, 20, 0.7)
  })

  it('draws a dot as a dot in the middle', () => {
    const { width, height, centre } = measured(prepareDrawing([[[7, 7]]]).data)
    about(width, 2.7, 0.7)
    about(height, 2.7, 0.7)
    expect(centre[0]).toBeCloseTo(14.5, 3)
  })
})

describe('prepareDrawing refuses', () => {
  it.each([
    ['blank paper', picture(20, 20, () => false), 'the drawing is empty; expected a digit in ink'],
    ['no pixels', ndArray(new Uint8Array(0), [0, 0]), 'the drawing is empty'],
    ['no strokes', [], 'the drawing is empty'],
    ['strokes without points', [[], []], 'the drawing is empty'],
    ['a point that is nowhere', [[[1, NaN]]], 'a stroke passes (1, NaN); expected two finite numbers'],
    ['a flat picture', ndArray(new Uint8Array(784)), 'the drawing has shape [784]; expected [height, width]'],
    [
      'values beyond ink',
      ndArray(Float32Array.of(0, 2), [1, 2]),
      'value 1 of the drawing is 2; expected 0 (paper) to 1',
    ],
  ] as const)('%s', (_, drawing, message) => {
    expect(() => prepareDrawing(drawing)).toThrow(message)
  })
})
