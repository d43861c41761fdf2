import { describe, expect, it } from 'vitest'
import { idColumn } from './id-column.ts'

const ofTexts = (...texts: string[]) => {
  const column = idColumn()
  for (const text of texts) column.pushText(text)
  return column.values()
}

describe('idColumn', () => {
  it('keeps ids as they are', () => {
    const column = idColumn()
    for (const id of [1, 2 ** 40, '1', 'a', 1]) column.push(id)
    expect(column.values()).toEqual([1, 2 ** 40, '1', 'a', 1])
    expect(column.length).toBe(5)
  })

  it('has 32-bit integers in a typed array', () => {
    const column = idColumn()
    for (let id = 0; id < 3_000; id++) column.push(-id)
    expect(column.values()).toEqual(Int32Array.from({ length: 3_000 }, (_, id) => -id))
  })

  it('turns texts into numbers when all of them are plain integers', () => {
    expect(ofTexts('7', '-3', '0')).toEqual(Int32Array.of(7, -3, 0))
    expect(ofTexts('7', '9007199254740991', '7')).toEqual([7, 9007199254740991, 7])
  })

  it.each(['x', '007', '1.5', '1e3', ' 7', '+7', '-0', '9007199254740993', '0x10'])(
    'leaves all texts as they are when %j is among them',
    (text) => {
      expect(ofTexts('7', '30', '7', text, '8', '30')).toEqual(['7', '30', '7', text, '8', '30'])
      expect(ofTexts('99999999999', text, '7')).toEqual(['99999999999', text, '7'])
    },
  )
})
