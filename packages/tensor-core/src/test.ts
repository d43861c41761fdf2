export { expectNoLeak } from './expect-no-leak.ts'
