export { expectGradient, type CheckedGradient, type ExpectGradientOptions } from './expect-gradient.ts'
export { expectNoLeak } from './expect-no-leak.ts'
