import { describe, expect, it } from 'vitest'
import { histogram } from './histogram.ts'

describe('histogram', () => {
  it('counts by hand: an edge belongs to the bin above, the largest value to the last', () => {
    const { edges, counts } = histogram([0, 0.5, 1, 1, 2.9, 4], { bins: 4 })
    expect([...edges]).toEqual([0, 1, 2, 3, 4])
    expect([...counts]).toEqual([2, 2, 1, 1])
  })

  it('leaves out what lies beyond low and high', () => {
    expect([...histogram([-1, 0, 1, 2, 9], { bins: 2, low: 0, high: 2 }).counts]).toEqual([1, 2])
  })

  it('has a place for values that are all alike, and none for none', () => {
    expect([...histogram([3, 3], { bins: 2 }).counts]).toEqual([2, 0])
    expect([...histogram([], { bins: 2 }).counts]).toEqual([0, 0])
  })

  it('names what it cannot count', () => {
    expect(() => histogram([1, NaN])).toThrow('value 1 is NaN')
    expect(() => histogram([1], { bins: 0 })).toThrow('bins is 0')
    expect(() => histogram([1], { low: 2, high: 1 })).toThrow('low is above high')
  })
})
