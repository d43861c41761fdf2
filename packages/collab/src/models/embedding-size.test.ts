import { expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { embeddingSize } from './embedding-size.ts'

it('follows the rule of fast.ai', () => {
  const { n, ...rules } = fixture<{ emb_sz_rule: { n: number[]; new: number[] } }>('10_misc').emb_sz_rule
  expect(n.map(embeddingSize)).toEqual(rules.new)
  expect([embeddingSize(944), embeddingSize(1654)]).toEqual([74, 102])
  expect(() => embeddingSize(0)).toThrow('embeddingSize(0): expected an integer of at least 1')
})
