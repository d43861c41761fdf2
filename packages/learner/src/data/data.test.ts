import { describe, expect, it } from 'vitest'
import { Generator, ndArray } from '@onecycle/tensor-core'
import { DataLoader } from './data-loader.ts'
import { DataLoaders } from './data-loaders.ts'
import { TensorDataset } from './tensor-dataset.ts'

const rows = (n: number) =>
  new TensorDataset(
    ndArray(
      Float32Array.from({ length: n * 20 }, (_, i) => Math.floor(i / 20)),
      [n, 20],
    ),
    ndArray(Int32Array.from({ length: n }, (_, i) => i)),
  )

describe('TensorDataset', () => {
  it('takes rows of inputs and targets together', () => {
    const { inputs, targets, size } = rows(5).batch([4, 0, 4])
    expect(size).toBe(3)
    expect(inputs[0]!.shape).toEqual([3, 20])
    expect([...targets.data]).toEqual([4, 0, 4])
    expect([...inputs[0]!.data.subarray(0, 20)]).toEqual(Array(20).fill(4))
  })

  it('refuses inputs and targets of different length', () => {
    const targets = ndArray(new Int32Array(3))
    expect(() => new TensorDataset(ndArray(new Float32Array(8), [4, 2]), targets)).toThrow(
      'input 0 has shape [4, 2] and targets have [3]',
    )
  })
})

describe('DataLoader', () => {
  const targetsOf = (loader: DataLoader) => [...loader].map(({ targets }) => [...targets.data])

  it('gives all rows in order, the last batch smaller', () => {
    expect(targetsOf(new DataLoader(rows(5), { batchSize: 2 }))).toEqual([[0, 1], [2, 3], [4]])
  })

  it('drops the last batch where asked, and only a smaller one', () => {
    expect(new DataLoader(rows(5), { batchSize: 2, dropLast: true }).length).toBe(2)
    expect(new DataLoader(rows(4), { batchSize: 2, dropLast: true }).length).toBe(2)
  })

  it('shuffles each pass anew, the same for the same seed', () => {
    const passes = (seed: number) => {
      const loader = new DataLoader(rows(50), { batchSize: 50, shuffle: new Generator(seed) })
      return [targetsOf(loader)[0]!, targetsOf(loader)[0]!] as const
    }
    const [first, second] = passes(1)
    expect(first).not.toEqual(second)
    expect(passes(1)).toEqual([first, second])
    expect([...first].sort((a, b) => a - b)).toEqual([...Array(50).keys()])
  })

  it('keeps passes apart that go on at the same time', () => {
    const loader = new DataLoader(rows(9), { batchSize: 1, shuffle: new Generator(3) })
    const outer: number[] = []
    for (const { targets } of loader) {
      outer.push(targets.data[0]!)
      expect(new Set(targetsOf(loader).flat()).size).toBe(9)
      for (const _ of loader) break
    }
    expect(outer.sort()).toEqual([...Array(9).keys()])
  })

  it('draws orders ahead, whole or in part, and they are the same', () => {
    const loaders = () => new DataLoader(rows(50), { batchSize: 7, shuffle: new Generator(3) })
    const [plain, ahead] = [loaders(), loaders()]
    for (const parts of [[], [1], [20, 20], [50], [70]]) {
      for (const part of parts) ahead.drawAhead(part)
      expect(ahead.shuffle!.state()).toEqual(plain.shuffle!.state())
      const order: number[] = []
      for (const { targets } of ahead) {
        order.push(...targets.data)
        for (const part of parts) ahead.drawAhead(part)
      }
      expect(order).toEqual(targetsOf(plain).flat())
    }
  })

  it('draws an order anew where the generator was used, or put back, since it was drawn ahead', () => {
    const loaders = () => new DataLoader(rows(50), { batchSize: 50, shuffle: new Generator(3) })
    const [plain, ahead] = [loaders(), loaders()]
    const start = plain.shuffle!.state()
    ahead.drawAhead(30)
    for (const { shuffle } of [plain, ahead]) shuffle!.uint32()
    expect(targetsOf(ahead)).toEqual(targetsOf(plain))
    ahead.drawAhead(30)
    for (const { shuffle } of [plain, ahead]) shuffle!.restore(start)
    expect(targetsOf(ahead)).toEqual(targetsOf(plain))
    expect(targetsOf(ahead)).toEqual(targetsOf(plain))
  })

  it.each([0, -1, 1.5, NaN])('refuses batch size %s', (batchSize) => {
    expect(() => new DataLoader(rows(5), { batchSize })).toThrow(
      `batchSize is ${batchSize}; expected an integer of at least 1`,
    )
  })
})

it('DataLoaders refuse training data that makes no batch', () => {
  expect(() => new DataLoaders(rows(10), rows(2))).toThrow('10 training rows make no batch of 64')
})
