import { expect, it } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { eventsAfter, runState } from './events.ts'
import {
  activeJob,
  cancel,
  claim,
  end,
  enqueue,
  heartbeat,
  jobOf,
  lease,
  newestJobs,
  release,
  resume,
  type Job,
} from './jobs.ts'
import type { Store } from './store.ts'
import { onEveryEngine } from './on-every-engine-for-tests.ts'

onEveryEngine((stores) => {
  const one = { id: 'one', device: 'left' }
  const other = { id: 'other', device: 'right' }

  const enqueueOne = async (store: Store): Promise<Job> =>
    (await enqueue(store, [{ kind: 'train', parameters: lessonRecipe }]))[0]!

  const statuses = async (store: Store, job: number) =>
    (await eventsAfter(store, job, 0)).map(({ event }) => event.type === 'status' && event.status)

  const progress = {
    type: 'progress' as const,
    iteration: 3,
    iterations: 10,
    epochs: 1,
    secondsLeft: 2,
    ratingsPerSecond: 1000,
    points: [[3, 1.5, 1.4, 0.01, 0.9] as [number, number, number, number, number]],
    finishedEpochs: [],
  }

  it('gives a job to one of two workers', async () => {
    const [site, left, right] = [stores().open(), stores().open(), stores().open()]
    const { id } = await enqueueOne(site)
    expect(await claim(left, one)).toMatchObject({
      id,
      status: 'running',
      parameters: lessonRecipe,
      attempts: 1,
    })
    expect(await claim(right, other)).toBeNull()
    expect(await heartbeat(right, id, other, [progress])).toBe('leave it')
    expect(await heartbeat(left, id, one, [progress])).toBe('go on')
    expect(await runState(site, id)).toMatchObject({ status: 'running', points: progress.points })
  })

  it('keeps one training at a time', async () => {
    const store = stores().open()
    const { id } = await enqueueOne(store)
    await expect(enqueueOne(store)).rejects.toThrow(`run ${id} is queued: wait for its end, or cancel it`)
    await claim(store, one)
    await expect(enqueueOne(store)).rejects.toThrow(`run ${id} is running`)
    const [behind] = await enqueue(store, [{ kind: 'train', parameters: lessonRecipe }], { behind: true })
    expect(await claim(store, one)).toBeNull()
    await cancel(store, behind!.id)
    await end(store, id, one, 'failed', { error: 'no' })
    expect(await runState(store, id)).toMatchObject({ status: 'failed', error: 'no' })
    expect((await enqueueOne(store)).id).toBe(id + 2)
  })

  it('works off jobs that were queued together one after the other, on each device one at a time', async () => {
    const store = stores().open()
    await enqueue(
      store,
      [1, 2, 3].map((wd) => ({ kind: 'weight-decay', parameters: { wd } })),
    )
    const first = await claim(store, one)
    expect(first).toMatchObject({ parameters: { wd: 1 } })
    expect(await claim(store, { id: 'second', device: one.device })).toBeNull()
    expect(await claim(store, other)).toMatchObject({ parameters: { wd: 2 } })
    await end(store, first!.id, one, 'done')
    expect(await claim(store, one)).toMatchObject({ parameters: { wd: 3 } })
    expect((await newestJobs(store, 'weight-decay', 2)).map(({ parameters }) => parameters)).toEqual([
      { wd: 3 },
      { wd: 2 },
    ])
  })

  it('lets a lease run out, and then no sooner, unless a heartbeat came', async () => {
    const [left, right] = [stores().open(), stores().open()]
    const { id } = await enqueueOne(left)
    await claim(left, one)
    stores().clock += lease - 1000
    await heartbeat(left, id, one)
    stores().clock += lease
    expect(await claim(right, other)).toBeNull()
    stores().clock += 1
    expect(await claim(right, other)).toMatchObject({ id, attempts: 2 })
    expect(await heartbeat(left, id, one, [progress])).toBe('leave it')
    expect(await end(left, id, one, 'done')).toBe(false)
    expect(await statuses(left, id)).toEqual(['queued', 'running', 'running'])
  })

  it('gives a job on whose worker is gone, although the clock was set back', async () => {
    const store = stores().open()
    const { id } = await enqueueOne(store)
    await claim(store, one)
    stores().clock -= 3_600_000
    expect(await heartbeat(store, id, one)).toBe('go on')
    expect(await claim(store, other)).toBeNull()
    stores().clock -= 30_000 // as little as the clocks of two machines may differ
    expect(await claim(store, other)).toBeNull()
    stores().clock -= 3_600_000
    expect(await claim(store, other)).toMatchObject({ id, attempts: 2 })
    expect(await heartbeat(store, id, one)).toBe('leave it')
  })

  it('gives up on a job that ended its worker three times', async () => {
    const store = stores().open()
    const { id } = await enqueueOne(store)
    for (const _ of [1, 2, 3]) {
      expect(await claim(store, one)).not.toBeNull()
      stores().clock += lease + 1
    }
    expect(await claim(store, one)).toBeNull()
    expect(await runState(store, id)).toMatchObject({ status: 'failed' })
    expect((await runState(store, id)).error).toContain('again and again')
  })

  it('gives a job that gets further each time as many attempts as it takes, and no more where it does not', async () => {
    const store = stores().open()
    const { id } = await enqueueOne(store)
    const epochOver = (epoch: number) => ({
      ...progress,
      points: [],
      finishedEpochs: [{ epoch, trainLoss: 1, validLoss: 1, seconds: 1 }],
    })
    for (let epoch = 0; epoch < 5; epoch++) {
      expect(await claim(store, one)).toMatchObject({ id })
      await heartbeat(store, id, one, [epochOver(epoch)])
      expect(await jobOf(store, id)).toMatchObject({ attempts: 1 })
      stores().clock += lease + 1
    }
    // From now on each attempt ends before its first epoch is over: the one that got further was the first.
    for (const attempts of [2, 3]) {
      expect(await claim(store, one)).toMatchObject({ id, attempts })
      await heartbeat(store, id, one, [progress])
      stores().clock += lease + 1
    }
    expect(await claim(store, one)).toBeNull()
    expect(await runState(store, id)).toMatchObject({ status: 'failed' })
  })

  it('puts a released job back as it was', async () => {
    const store = stores().open()
    const queued = await enqueueOne(store)
    for (const _ of [1, 2, 3, 4]) {
      await claim(store, one)
      await release(store, queued.id, one)
    }
    expect(await jobOf(store, queued.id)).toEqual(queued)
  })

  it('tells the worker of a cancelled job, which can go on afterwards', async () => {
    const [site, trainer] = [stores().open(), stores().open()]
    const { id } = await enqueueOne(site)
    await claim(trainer, one)
    await cancel(site, id)
    expect(await heartbeat(trainer, id, one)).toBe('cancel')
    await end(trainer, id, one, 'cancelled')
    await expect(cancel(site, id)).rejects.toThrow(
      `run ${id} is cancelled; only one under way can be cancelled`,
    )
    await resume(site, id)
    await expect(resume(site, id)).rejects.toThrow(`run ${id} is queued; only a cancelled one can go on`)
    expect(await claim(trainer, one)).toMatchObject({ id, attempts: 1 })
    expect(await heartbeat(trainer, id, one)).toBe('go on')
    expect(await statuses(site, id)).toEqual(['queued', 'running', 'cancelled', 'queued', 'running'])
  })

  it('cancels a waiting job at once', async () => {
    const store = stores().open()
    const { id } = await enqueueOne(store)
    await cancel(store, id)
    expect(await claim(store, one)).toBeNull()
    expect(await activeJob(store)).toBeNull()
    await expect(cancel(store, id + 1)).rejects.toThrow(`there is no run ${id + 1}`)
  })
})
