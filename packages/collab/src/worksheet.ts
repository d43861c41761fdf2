/** The lesson's worksheet: factors in cells, and ways to make them fit a `ratingBlock`. Light enough for a page. */
export { predictSheet, sheetRmse, startSheet } from './worksheet/factor-sheet.ts'
export type { FactorSheet, StartSheetOptions } from './worksheet/factor-sheet.ts'
export { solveSheet, type SolveSheetOptions } from './worksheet/solve-sheet.ts'
export { stepSheet } from './worksheet/step-sheet.ts'
