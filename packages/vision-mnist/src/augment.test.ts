import { beforeAll, describe, expect, it } from 'vitest'
import { crossEntropy, Generator, initBackend, ndArray, type NdArray } from '@onecycle/tensor-core'
import { accuracy, Learner } from '@onecycle/learner'
import { augment, augmentImages } from './augment.ts'
import { splitDigits, takeDigits } from './digit-set.ts'
import { digitLoaders } from './digits.ts'
import { SimpleCnn } from './models/simple-cnn.ts'
import { realDigits, realDigitsAreHere } from './real-digits-for-tests.ts'
import { warpImage } from './warp-image.ts'

const noise = (shape: number[], seed = 1): NdArray<Float32Array> => {
  const rng = new Generator(seed)
  const size = shape.reduce((product, side) => product * side, 1)
  return ndArray(
    Float32Array.from({ length: size }, () => rng.uniform()),
    shape,
  )
}

describe('warpImage', () => {
  const image = noise([6, 5]).data
  const warped = (warp: Partial<Parameters<typeof warpImage>[5]>) => {
    const target = new Float32Array(30)
    warpImage(image, target, 0, 6, 5, { angle: 0, zoom: 1, right: 0, down: 0, ...warp })
    return target
  }
  const at = (values: ArrayLike<number>, row: number, column: number) =>
    row >= 0 && row < 6 && column >= 0 && column < 5 ? values[row * 5 + column]! : 0

  it('leaves an image as it is where nothing is asked', () => {
    expect(warped({})).toEqual(image)
  })

  it.each([
    [1, 0],
    [0, -2],
    [-3, 2],
    [5, 0],
  ])('moves by whole pixels exactly: %d right, %d down', (right, down) => {
    const expected = Float32Array.from({ length: 30 }, (_, i) =>
      at(image, Math.floor(i / 5) - down, (i % 5) - right),
    )
    expect(warped({ right, down })).toEqual(expected)
  })

  it('is the mean of two pixels half-way between them', () => {
    const moved = warped({ right: 0.5 })
    for (let i = 0; i < 30; i++) {
      const [row, column] = [Math.floor(i / 5), i % 5]
      expect(at(moved, row, column)).toBeCloseTo((at(image, row, column - 1) + at(image, row, column)) / 2, 6)
    }
  })

  it('turns clockwise by a right angle', () => {
    const corner = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)
    const target = new Float32Array(9)
    warpImage(corner, target, 0, 3, 3, { angle: Math.PI / 2, zoom: 1, right: 0, down: 0 })
    expect([...target].map((value) => Number(value.toFixed(4)))).toEqual([7, 4, 1, 8, 5, 2, 9, 6, 3])
  })

  it('enlarges about the centre', () => {
    const dot = Float32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0)
    const target = new Float32Array(9)
    warpImage(dot, target, 0, 3, 3, { angle: 0, zoom: 2, right: 0, down: 0 })
    expect([...target]).toEqual([0.25, 0.5, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.25])
  })
})

describe('augmentImages', () => {
  const images = noise([20, 28, 28, 1])
  const run = (seed: number, input: NdArray = images) => augmentImages(input, { rng: new Generator(seed) })

  it('gives the same bytes for the same seed, flat or not, and leaves its input alone', () => {
    const before = images.data.slice()
    const moved = run(3)
    expect(run(3)).toEqual(moved)
    expect(run(4)).not.toEqual(moved)
    expect(run(3, ndArray(images.data, [20, 784])).data).toEqual(moved.data)
    expect(moved.shape).toEqual([20, 28, 28, 1])
    expect(images.data).toEqual(before)
  })

  it('does nothing with limits of 0', () => {
    expect(augmentImages(images, { rng: new Generator(1), shift: 0, rotate: 0, zoom: 0 })).toEqual(images)
  })

  it('stays within its limits', () => {
    // One bright pixel in the middle of 29 x 29 tells how far its image was moved.
    const dots = ndArray(new Float32Array(200 * 841), [200, 29, 29, 1])
    for (let i = 0; i < 200; i++) dots.data[i * 841 + 14 * 29 + 14] = 1
    const { data } = augmentImages(dots, { rng: new Generator(1), shift: 3, rotate: 0, zoom: 0 })
    const moves = Array.from({ length: 200 }, (_, i) => {
      let sum = 0
      for (let k = 0; k < 841; k++) sum += data[i * 841 + k]! * ((k % 29) - 14)
      return sum
    })
    expect(Math.max(...moves)).toBeLessThanOrEqual(3)
    expect(Math.max(...moves)).toBeGreaterThan(2.7)
    expect(Math.min(...moves)).toBeLessThan(-2.7)
  })

  it('refuses what is no batch of images, and limits out of range', () => {
    expect(() => run(1, noise([4, 27]))).toThrow('images have shape [4, 27]')
    expect(() => run(1, noise([4, 3, 3, 2]))).toThrow('images have shape [4, 3, 3, 2]')
    expect(() => augment({ rng: new Generator(1), zoom: 1 })).toThrow('augment: zoom is 1')
    expect(() => augment({ rng: new Generator(1), shift: -1 })).toThrow('augment: shift is -1')
  })
})

describe.runIf(realDigitsAreHere)('augment', () => {
  beforeAll(() => initBackend(['wasm']))

  it('helps SimpleCnn to learn from 1,000 digits, mean of three seeds', async () => {
    const { train, valid } = splitDigits(await realDigits())
    const few = { train: takeDigits(train, [...Array(1000).keys()]), valid }
    const meanAccuracy = async (augmented: boolean) => {
      let sum = 0
      for (const seed of [1, 2, 3]) {
        const learn = new Learner(digitLoaders(few, { seed }), new SimpleCnn({ seed }), {
          lossFn: crossEntropy,
          metrics: [accuracy],
          callbacks: augmented ? [augment({ rng: new Generator(seed) })] : [],
        })
        await learn.fitOneCycle(20, 1e-2)
        sum += learn.recorder.epochs.at(-1)!.metrics['accuracy']!
        learn.dispose()
      }
      return sum / 3
    }
    const [plain, augmented] = [await meanAccuracy(false), await meanAccuracy(true)]
    expect(augmented, `without: ${plain}`).toBeGreaterThan(plain + 0.01)
  }, 240_000)
})
