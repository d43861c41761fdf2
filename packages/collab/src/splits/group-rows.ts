import { idMap } from '../id-map.ts'
import type { RawId } from '../ratings.ts'

/** Rows by group: those of group g are rows[offsets[g]] to rows[offsets[g + 1] - 1], ascending. */
export interface RowGroups {
  readonly groups: number
  /** `[groups + 1]` */
  readonly offsets: Uint32Array
  /** `[rows]` */
  readonly rows: Uint32Array
}

/** Numbers the distinct ids of a column in order of appearance: `codes[row]`, from 0. */
export function codesOf(column: ArrayLike<RawId>): { codes: Int32Array; distinct: number } {
  const codeOf = idMap()
  const codes = new Int32Array(column.length)
  let distinct = 0
  for (let row = 0; row < column.length; row++) {
    let code = codeOf.get(column[row]!)
    if (code === undefined) codeOf.set(column[row]!, (code = distinct++))
    codes[row] = code
  }
  return { codes, distinct }
}

/** The rows of each distinct id, by a counting sort; groups in order of the ids' appearance. */
export function groupRows(column: ArrayLike<RawId>): RowGroups {
  const { codes, distinct } = codesOf(column)
  const offsets = new Uint32Array(distinct + 1)
  for (const code of codes) offsets[code + 1]!++
  for (let g = 0; g < distinct; g++) offsets[g + 1]! += offsets[g]!
  const next = offsets.slice()
  const rows = new Uint32Array(codes.length)
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]!]!++] = row
  return { groups: distinct, offsets, rows }
}
