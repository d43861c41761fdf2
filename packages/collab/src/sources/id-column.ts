import { grow } from '../grow.ts'
import { idMap } from '../id-map.ts'
import type { RawId } from '../ratings.ts'

/** A column of ids that is filled row by row. */
export interface IdColumn {
  readonly length: number
  /** Adds an id as it is. */
  push(id: RawId): void
  /**
   * Adds an id that comes as text. A column of integers only, written plainly (no sign but a minus, no zeros
   * in front), becomes numbers; with anything else in it, all of its ids stay the texts they were.
   */
  pushText(text: string): void
  /** The ids so far: an Int32Array where all fit one. */
  values(): ArrayLike<RawId>
}

const isInt32 = (id: RawId): id is number => typeof id === 'number' && (id | 0) === id

/** Rows take 4 bytes: 32-bit integers themselves, or codes of the distinct ids once there are others. */
export function idColumn(): IdColumn {
  let cells = new Int32Array(0)
  let length = 0
  let distinct: RawId[] | null = null // null: the cells are the ids
  let codeOf = idMap()
  let isText = false

  const codeFor = (id: RawId): number => {
    let code = codeOf.get(id)
    if (code === undefined) codeOf.set(id, (code = distinct!.push(id) - 1))
    return code
  }
  const encode = () => {
    distinct = []
    for (let row = 0; row < length; row++) cells[row] = codeFor(cells[row]!)
  }
  const push = (id: RawId) => {
    if (length === cells.length) cells = grow(cells)
    if (!distinct && !isInt32(id)) encode()
    cells[length++] = distinct ? codeFor(id) : (id as number)
  }
  const becomeText = () => {
    if (!distinct) encode()
    distinct = distinct!.map(String)
    codeOf = idMap()
    distinct.forEach((id, code) => codeOf.set(id, code))
    isText = true
  }

  return {
    get length() {
      return length
    },
    push,
    pushText(text) {
      const number = isText ? NaN : plainInteger(text)
      if (!isText && Number.isNaN(number)) becomeText()
      push(isText ? text : number)
    },
    values() {
      if (!distinct) return cells.slice(0, length)
      const ids = new Array<RawId>(length)
      for (let row = 0; row < length; row++) ids[row] = distinct[cells[row]!]!
      return ids
    },
  }
}

/** The integer that a text is, when turning it back gives the same text; else NaN. */
function plainInteger(text: string): number {
  const number = Number(text)
  return Number.isSafeInteger(number) && String(number) === text ? number : NaN
}
