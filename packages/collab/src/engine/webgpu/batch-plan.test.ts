import { expect, it } from 'vitest'
import { Generator } from '@onecycle/tensor-core'
import { BatchPlan, chunkLength, headerStride, PackedRatings } from './batch-plan.ts'

it('gives each row of a batch its ratings, in order and in chunks', () => {
  const [users, items, size] = [9, 30, 100]
  const rng = new Generator(4)
  const column = (n: number) => Int32Array.from({ length: 500 }, () => rng.integer(n))
  const columns = { users: column(users), items: column(items), ratings: Float32Array.from(column(5)) }
  const order = rng.permutation(500).subarray(0, 4 * size)
  const plan = new BatchPlan(users, items)
  plan.make(new PackedRatings(columns), order, size, 7)

  expect(plan.work).toHaveLength(4)
  for (const [batch, { rows, chunks }] of plan.work.entries()) {
    const [t, n, headerRows, headerChunks, userChunks, base, first] = plan.headers.subarray(
      batch * headerStride,
    )
    expect([t, n, headerRows, headerChunks, first]).toEqual([7 + batch, size, rows, chunks, batch * size])
    const words = plan.words.subarray(base)
    const picked = order.subarray(batch * size, (batch + 1) * size)
    const rowOf = words.subarray(5 * size, 5 * size + rows)
    const firstChunks = words.subarray(5 * size + rows)
    const firstEntries = words.subarray(5 * size + 2 * rows + 1)
    expect(new Set(rowOf).size).toBe(rows)
    const ratings = new Float32Array(words.slice(2 * size, 3 * size).buffer)
    for (const [j, row] of picked.entries()) {
      expect(rowOf[words[j]!]).toBe(columns.users[row])
      expect(rowOf[words[size + j]!]).toBe(users + columns.items[row]!)
      expect(ratings[j]).toBe(columns.ratings[row])
    }
    for (const [place, row] of rowOf.entries()) {
      const own = [...picked.keys()].filter((j) => {
        const at = picked[j]!
        return columns.users[at] === row || columns.items[at] === row - users
      })
      const [from, to] = [firstChunks[place]!, firstChunks[place + 1]!]
      expect(to - from).toBe(Math.ceil(own.length / chunkLength))
      expect(to <= userChunks!).toBe(row < users)
      const entries = words.subarray(3 * size + firstEntries[from]!, 3 * size + firstEntries[to]!)
      expect([...entries]).toEqual(own)
      for (let chunk = from; chunk < to; chunk++)
        expect(firstEntries[chunk + 1]! - firstEntries[chunk]!).toBeLessThanOrEqual(chunkLength)
    }
  }
})
