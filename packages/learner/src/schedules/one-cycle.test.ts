import { describe, expect, it } from 'vitest'
import { fixture } from '../../../../fixtures.shared.ts'
import { oneCycle, type OneCycleOptions } from './one-cycle.ts'
import { combine, cosine } from './schedule.ts'

interface Run {
  n: number
  lrs: number[]
  moms: number[]
  lr_after: number
  mom_after: number
}
const runs = fixture<Record<string, Run>>('01_one_cycle')
const groupRuns = fixture<Record<string, Run[]>>('01_one_cycle')

const variants: [name: string, lrMax: number, options?: OneCycleOptions][] = [
  ['v1_n20_lr1e-2', 1e-2],
  ['v1_edge_n1', 1e-2],
  ['v1_edge_n2', 1e-2],
  ['v1_edge_n3', 1e-2],
  ['v1_edge_n4', 1e-2],
  ['v1_n10_epochs2x5', 5e-3],
  [
    'v1_n20_custom_moms_0.8_0.7_div10_pct0.5_final_div100',
    1e-2,
    { moms: [0.8, 0.7, 0.8], div: 10, divFinal: 100, pctStart: 0.5 },
  ],
  ['v1_before_1.0.29_linear_warmup_n20_lr1e-2', 1e-2, { warmUp: 'linear' }],
]

describe('oneCycle', () => {
  it.each(variants)('%s: the values in force at each batch are those of fast.ai', (name, lrMax, options) => {
    const { n, lrs, moms, lr_after, mom_after } = runs[name]!
    const { lr, mom } = oneCycle(lrMax, options)
    for (const [i, expected] of [...lrs, lr_after].entries()) expect(lr(i, n)).toBeCloseTo(expected, 12)
    for (const [i, expected] of [...moms, mom_after].entries()) expect(mom(i, n)).toBeCloseTo(expected, 12)
  })

  it('is the same for each layer group, at its own rate', () => {
    const groups = groupRuns['v1_n20_groups_lr_[1e-5,1e-4,1e-3]']!
    for (const [i, max] of [1e-5, 1e-4, 1e-3].entries()) {
      groups[i]!.lrs.forEach((expected, k) => expect(oneCycle(max).lr(k, 20) / expected).toBeCloseTo(1, 10))
    }
  })

  it('as of fast.ai v2 is two cosines that meet at an exact share', () => {
    const { n, lrs, moms } = runs['v2_n20_lr1e-2']!
    const lr = combine([0.25, 0.75], [cosine(1e-2 / 25, 1e-2), cosine(1e-2, 1e-2 / 1e5)])
    const mom = combine([0.25, 0.75], [cosine(0.95, 0.85), cosine(0.85, 0.95)])
    lrs.forEach((expected, i) => expect(lr(i, n)).toBeCloseTo(expected, 12))
    moms.forEach((expected, i) => expect(mom(i, n)).toBeCloseTo(expected, 12))
  })

  it('refuses a share outside 0 to 1', () => {
    expect(() => oneCycle(1e-2, { pctStart: 1.2 })).toThrow('pctStart is 1.2; expected 0 to 1')
  })
})
