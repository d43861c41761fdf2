import { describe, expect, it } from 'vitest'
import { UNKNOWN_ID, Vocabulary } from './vocabulary.ts'

describe('Vocabulary', () => {
  it('keeps index 0 for the unknown id and sorts the others', () => {
    const vocabulary = Vocabulary.of(Int32Array.of(10, 9, 100, 9))
    expect(vocabulary.size).toBe(4)
    expect([0, 1, 2, 3].map((index) => vocabulary.rawId(index))).toEqual([UNKNOWN_ID, 9, 10, 100])
    expect(vocabulary.indexOf(100)).toBe(3)
  })

  it('sorts strings by code unit and puts numbers before them', () => {
    expect(Vocabulary.of(['b', 'é', 'B', 2, '10', 10, 'a']).rawIds).toEqual([2, 10, '10', 'B', 'a', 'b', 'é'])
  })

  it('keeps the number 1 and the string 1 apart', () => {
    const vocabulary = Vocabulary.of([1, '1'])
    expect([vocabulary.indexOf(1), vocabulary.indexOf('1')]).toEqual([1, 2])
  })

  it('tells unknown ids, each once', () => {
    const vocabulary = Vocabulary.of(['a', 'b'])
    expect(vocabulary.has('z')).toBe(false)
    expect(vocabulary.indexOf('z')).toBe(0)
    expect(vocabulary.indices(['b', 'z', 'a', 'y', 'z'])).toEqual({
      indices: Int32Array.of(2, 0, 1, 0, 0),
      unknown: ['z', 'y'],
    })
  })

  it('does not take the name of the unknown id for a known one', () => {
    const vocabulary = Vocabulary.of(['a'])
    expect(vocabulary.indices([UNKNOWN_ID])).toEqual({ indices: Int32Array.of(0), unknown: [UNKNOWN_ID] })
  })

  it('survives JSON, types and order included', () => {
    const text = JSON.stringify(Vocabulary.of(['7', 7, 'Fargo (1996)', '__proto__']))
    const read = Vocabulary.fromJSON(JSON.parse(text))
    expect(read.rawIds).toEqual([7, '7', 'Fargo (1996)', '__proto__'])
    expect(read.indexOf('7')).toBe(2)
    expect(Vocabulary.fromJSON(['z', 'a']).rawIds).toEqual(['z', 'a'])
  })

  it.each([
    [{}, 'a vocabulary is object; expected a list'],
    [[1, null], 'vocabulary entry 1 is null; expected a non-empty string, or an integer'],
    [['a', ''], 'vocabulary entry 1 is ""; expected'],
    [[1, 2, 1], 'vocabulary entry 2, 1, is there twice'],
  ])('refuses %j', (value, message) => {
    expect(() => Vocabulary.fromJSON(value)).toThrow(message)
  })

  it.each([-1, 3, 1.5, NaN])('refuses index %s', (index) => {
    expect(() => Vocabulary.of([1, 2]).rawId(index)).toThrow(`index ${index} is outside the vocabulary`)
  })
})
