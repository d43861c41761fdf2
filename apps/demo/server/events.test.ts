import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { append, eventsAfter, runState } from './events.ts'
import { enqueue, newestJobs } from './jobs.ts'
import { onEveryEngine } from './on-every-engine-for-tests.ts'

onEveryEngine((stores) => {
  const curve = { type: 'lr-curve' as const, lrs: [1], losses: [2], suggestions: { valley: 1 } }

  it('numbers the events of each job from 1, and gives those after a number', async () => {
    const store = stores().open()
    const jobs = await enqueue(
      store,
      ['a', 'b'].map((kind) => ({ kind, parameters: {} })),
    )
    for (const { id } of jobs) await append(store, id, curve)
    expect(await eventsAfter(store, jobs[1]!.id, 0)).toEqual([
      { seq: 1, event: { type: 'status', status: 'queued' } },
      { seq: 2, event: curve },
    ])
    expect(await eventsAfter(store, jobs[1]!.id, 1)).toEqual([{ seq: 2, event: curve }])
    expect(await eventsAfter(store, jobs[1]!.id, 2)).toEqual([])
    expect(await runState(store, jobs[0]!.id)).toMatchObject({ seq: 2, status: 'queued', curve })
  })

  it('count batches and epochs once, where progress is told again', async () => {
    const store = stores().open()
    const [job] = await enqueue(store, [{ kind: 'train', parameters: {} }])
    const told = (iteration: number, epoch: number) => ({
      type: 'progress' as const,
      iteration,
      iterations: 4,
      epochs: 2,
      secondsLeft: 1,
      ratingsPerSecond: 1000,
      points: [[iteration, 1, 1, 0.1, 0.9] as [number, number, number, number, number]],
      finishedEpochs: [{ epoch, trainLoss: 1, validLoss: 1, seconds: 1 }],
    })
    for (const event of [told(2, 0), told(2, 0), told(4, 1), told(4, 1)]) await append(store, job!.id, event)
    const { points, epochs } = await runState(store, job!.id)
    expect(points.map(([iteration]) => iteration)).toEqual([2, 4])
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1])
  })

  /** A process of its own that takes jobs until there are none, and prints their numbers. */
  const takeAll = async (target: string, name: string): Promise<number[]> => {
    const script = fileURLToPath(new URL('./take-jobs-for-tests.ts', import.meta.url))
    const flags = ['--disable-warning=ExperimentalWarning', '--conditions=source']
    const child = spawn(process.execPath, [...flags, script, target, name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.on('data', (chunk) => (printed += String(chunk)))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    return JSON.parse(printed) as number[]
  }

  it('is shared by two processes: no job is taken twice, no event is lost', async () => {
    const store = stores().open()
    const jobs = await enqueue(
      store,
      Array.from({ length: 30 }, () => ({ kind: 'test', parameters: {} })),
    )
    const [left, right] = await Promise.all([
      takeAll(stores().target, 'left'),
      takeAll(stores().target, 'right'),
    ])
    expect([...left, ...right].sort((a, b) => a - b)).toEqual(jobs.map(({ id }) => id))
    expect((await newestJobs(store, 'test', 100)).every(({ status }) => status === 'done')).toBe(true)
    for (const { id } of jobs) {
      const events = await eventsAfter(store, id, 0)
      expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    }
  }, 60_000)
})
