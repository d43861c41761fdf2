export { expectGradient, type CheckedGradient, type ExpectGradientOptions } from './expect-gradient.ts'
export { expectNoLeak } from './expect-no-leak.ts'
export { softwareVulkan, testBackends } from './software-vulkan.ts'
export { valuesOf } from './values-of.ts'
