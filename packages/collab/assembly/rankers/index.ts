export { rankPairs } from './bpr'
export { invert } from './inverse'
export { gramOf, solveRows } from './least-squares'
export { reach } from './reach'
