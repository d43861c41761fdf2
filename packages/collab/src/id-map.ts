import type { RawId } from './ratings.ts'

/** A number for each id. */
export interface IdMap {
  readonly size: number
  get(id: RawId): number | undefined
  set(id: RawId, value: number): void
}

/** V8 ends a Map at 2^24 entries; two of half that size are as good. */
const LARGEST_MAP = 2 ** 23

/**
 * A map from ids to 32-bit integers that has no upper limit but memory, where a `Map` ends at 16.7 million
 * entries. Integers are kept in an open-addressed table of typed arrays (24 to 48 bytes an id), strings in as
 * many Maps as it takes. The number 1 and the string '1' are different ids.
 *
 * @param largestMap entries of one Map of strings; for tests
 */
export function idMap(largestMap = LARGEST_MAP): IdMap {
  const integers = integerMap()
  const strings = shardedMap(largestMap)
  return {
    get size() {
      return integers.size + strings.size
    },
    get: (id) => (typeof id === 'number' ? integers.get(id) : strings.get(id)),
    set: (id, value) => {
      if (typeof id === 'number') integers.set(id, value)
      else strings.set(id, value)
    },
  }
}

/** Linear probing in a table that is at most half full; NaN marks a free place. */
function integerMap() {
  let keys = new Float64Array(16).fill(NaN)
  let values = new Int32Array(16)
  let size = 0

  /** Where a key is, or the free place where it would be. */
  const place = (key: number): number => {
    const mask = keys.length - 1
    const hash = Math.imul((key | 0) ^ Math.floor(key / 2 ** 32), 0x9e37_79b1)
    let at = (hash ^ (hash >>> 15)) & mask
    while (keys[at] !== key && !Number.isNaN(keys[at])) at = (at + 1) & mask
    return at
  }
  const grow = () => {
    const [oldKeys, oldValues] = [keys, values]
    keys = new Float64Array(oldKeys.length * 2).fill(NaN)
    values = new Int32Array(oldKeys.length * 2)
    for (let i = 0; i < oldKeys.length; i++) {
      const key = oldKeys[i]!
      if (Number.isNaN(key)) continue
      const at = place(key)
      keys[at] = key
      values[at] = oldValues[i]!
    }
  }

  return {
    get size() {
      return size
    },
    get(key: number): number | undefined {
      const at = place(key)
      return keys[at] === key ? values[at] : undefined
    },
    set(key: number, value: number): void {
      let at = place(key)
      if (keys[at] !== key) {
        if (++size * 2 > keys.length) {
          grow()
          at = place(key)
        }
        keys[at] = key
      }
      values[at] = value
    },
  }
}

/** Maps that are filled one after the other. */
function shardedMap(largestMap: number) {
  const shards = [new Map<string, number>()]

  return {
    get size() {
      return shards.reduce((sum, shard) => sum + shard.size, 0)
    },
    get(key: string): number | undefined {
      for (const shard of shards) {
        const value = shard.get(key)
        if (value !== undefined) return value
      }
      return undefined
    },
    set(key: string, value: number): void {
      const holder = shards.find((shard) => shard.has(key))
      if (!holder && shards.at(-1)!.size >= largestMap) shards.push(new Map<string, number>())
      ;(holder ?? shards.at(-1)!).set(key, value)
    },
  }
}
