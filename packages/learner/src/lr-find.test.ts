import { describe, expect, it } from 'vitest'
import { fixture } from '../../../fixtures.shared.ts'
import { gradient, suggestLrs } from './lr-suggestions.ts'

const { suggestion } = fixture<{
  suggestion: {
    lrs: number[]
    smooth: number[]
    v1: { v1_min_gradient_lr: number }
  } & Record<'v2_valley' | 'v2_steep' | 'v2_slide' | 'v2_minimum', { lr: number }>
}>('09_lr_find')

describe('suggestLrs', () => {
  const lrs = suggestion.lrs.slice(10, -5)
  const losses = suggestion.smooth.slice(10, -5)

  it('reads the same rates off a curve as fast.ai', () => {
    const found = suggestLrs(lrs, losses)
    expect(found.valley).toBeCloseTo(suggestion.v2_valley.lr, 12)
    expect(found.steep).toBeCloseTo(suggestion.v2_steep.lr, 12)
    expect(found.slide).toBeCloseTo(suggestion.v2_slide.lr, 12)
    expect(found.minimum).toBeCloseTo(suggestion.v2_minimum.lr, 12)
    const slopes = gradient(losses)
    expect(lrs[slopes.indexOf(Math.min(...slopes))]).toBeCloseTo(suggestion.v1.v1_min_gradient_lr, 12)
  })

  it('gives NaN for a curve without points', () => {
    expect(suggestLrs([], [])).toEqual({ valley: NaN, steep: NaN, slide: NaN, minimum: NaN })
  })
})
