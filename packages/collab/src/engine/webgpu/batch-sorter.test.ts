import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, webgpu } from '@onecycle/tensor-core'
import { softwareVulkan } from '@onecycle/tensor-core/test'
import { BatchSorter } from './batch-sorter.ts'
import { planParts } from './plan-parts.ts'
import { RatingsOnCard } from './ratings-on-card.ts'

describe.skipIf(!softwareVulkan())('BatchSorter', () => {
  beforeAll(async () => {
    await initBackend(['webgpu'], { allowSoftware: true })
  })

  it.each([
    ['by one digit', 9, 30, 4, 100],
    ['by two digits, in several blocks with a short one', 300, 900, 3, 1000],
    ['by three digits', 5000, 40, 2, 700],
    ['in batches of one', 5, 5, 6, 1],
  ])(
    'orders the ratings of each batch by row %s, and stays in order',
    async (_, users, items, batches, size) => {
      const rng = new Generator(4)
      const all = batches * size
      const column = (n: number) =>
        Int32Array.from({ length: 2 * all }, () => Math.floor(n * rng.uniform() ** 3))
      const columns = { users: column(users), items: column(items), ratings: Float32Array.from(column(5)) }
      const run = {
        ratings: new RatingsOnCard(webgpu()!.device as GPUDevice, columns),
        order: rng.permutation(2 * all).subarray(0, all),
        size,
      }
      const words = await planned(users, users + items, run)

      const part = (name: keyof typeof planParts, batch: number) => {
        const width = name === 'ratings' ? size : 2 * size
        const from = planParts[name] * all + batch * width
        return words.slice(from, from + width)
      }
      for (let batch = 0; batch < batches; batch++) {
        const picked = [...run.order.subarray(batch * size, (batch + 1) * size)]
        const rows = [
          ...picked.map((row) => columns.users[row]!),
          ...picked.map((row) => users + columns.items[row]!),
        ]
        expect([...part('rows', batch)]).toEqual(rows)
        const bits = part('ratings', batch)
        expect([...new Float32Array(bits.buffer)]).toEqual(picked.map((row) => columns.ratings[row]))
        const sorted = [...rows.keys()].sort((a, b) => rows[a]! - rows[b]! || a - b)
        expect([...part('entries', batch)]).toEqual(sorted)
        const starts = rows.map((row) => sorted.findIndex((number) => rows[number] === row))
        expect([...part('places', batch)]).toEqual(starts)
        expect([...part('starts', batch)]).toEqual(sorted.map((number) => starts[number]))
      }
    },
  )

  /** The words of a run's plan. */
  async function planned(users: number, rows: number, run: Parameters<BatchSorter['words']>[0]) {
    const device = webgpu()!.device as GPUDevice
    const sorter = new BatchSorter(device, users, rows)
    const { STORAGE, COPY_DST, COPY_SRC, MAP_READ } = GPUBufferUsage
    const size = sorter.words(run) * 4
    const plan = device.createBuffer({ size, usage: STORAGE | COPY_DST | COPY_SRC })
    const staging = device.createBuffer({ size, usage: COPY_DST | MAP_READ })
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    sorter.plan(pass, plan, run)
    pass.end()
    encoder.copyBufferToBuffer(plan, 0, staging, 0, size)
    device.queue.submit([encoder.finish()])
    await webgpu()!.result(staging.mapAsync(GPUMapMode.READ))
    const words = new Uint32Array(staging.getMappedRange()).slice()
    for (const buffer of [plan, staging]) buffer.destroy()
    for (const used of [sorter, run.ratings]) used.dispose()
    return words
  }
})
