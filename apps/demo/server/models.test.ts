import { beforeEach, expect, it } from 'vitest'
import { lessonRecipe } from '../lib/recipe.ts'
import { dataset, setDataset } from './facts.ts'
import { claim, enqueue, jobOf } from './jobs.ts'
import {
  modelOf,
  modelsOfJobs,
  promote,
  promotedModel,
  promotedVersion,
  promotedVersions,
  releaseFiles,
  rollBack,
  versionBefore,
} from './models.ts'
import { onEveryEngine } from './on-every-engine-for-tests.ts'
import { complete, runs } from './runs.ts'
import { testCard } from './store-for-tests.ts'
import type { Store } from './store.ts'

onEveryEngine((stores) => {
  let store: Store
  beforeEach(() => {
    store = stores().open()
  })

  const worker = { id: 'worker', device: 'test' }

  const train = async (file: string, { serve = false, card = testCard } = {}) => {
    await enqueue(store, [{ kind: 'train', parameters: card.recipe, serve }])
    const job = await claim(store, worker)
    return complete(store, job!, worker, 'done', { file, card })
  }

  it('registers a model, and lets it serve where the job says so', async () => {
    const site = stores().open()
    expect(await promotedModel(site)).toBeNull()
    expect(await train('a', { serve: true })).toBe(1)
    expect(await train('b')).toBe(2)
    expect(await promotedModel(site)).toMatchObject({
      version: 1,
      file: 'a',
      card: testCard,
      created: new Date(stores().clock),
    })
    expect(await runs(site, 10)).toMatchObject([
      { id: 2, status: 'done', recipe: lessonRecipe, model: { version: 2 } },
      { id: 1, status: 'done', recipe: lessonRecipe, model: { version: 1 } },
    ])
    expect((await modelsOfJobs(site, [1])).get(1)).toMatchObject({ file: 'a' })
  })

  it('registers nothing when the card is not right, or the job another worker’s', async () => {
    await enqueue(store, [{ kind: 'train', parameters: lessonRecipe }])
    const job = (await claim(store, worker))!
    const bad = { ...testCard, validLoss: NaN }
    await expect(complete(store, job, worker, 'done', { file: 'a', card: bad })).rejects.toThrow()
    expect(
      await complete(store, job, { ...worker, id: 'x' }, 'done', { file: 'a', card: testCard }),
    ).toBeNull()
    expect(await jobOf(store, job.id)).toMatchObject({ status: 'running' })
    expect(await modelOf(store, 1)).toBeNull()
  })

  it('promotes and rolls back, step by step', async () => {
    for (const file of ['a', 'b', 'c']) await train(file)
    expect(await promotedVersions(store)).toEqual([])
    expect(await versionBefore(store)).toBeNull()
    await expect(rollBack(store)).rejects.toThrow('no model served before this one')
    for (const version of [1, 2, 2, 1, 3]) await promote(store, version)
    expect(await promotedVersions(store)).toEqual([3, 1, 2])
    expect(await rollBack(store)).toBe(1)
    expect(await promotedVersions(store)).toEqual([1, 2])
    expect(await rollBack(store)).toBe(2)
    expect(await promotedVersion(store)).toBe(2)
    expect(await rollBack(store)).toBe(1)
    await expect(rollBack(store)).rejects.toThrow('no model served before this one')
    await promote(store, 3)
    expect(await versionBefore(store)).toBe(1)
    await expect(promote(store, 7)).rejects.toThrow('there is no model 7')
  })

  it('does not let a network serve', async () => {
    await train('n', { card: { ...testCard, recipe: { ...lessonRecipe, model: 'network' } } })
    await expect(promote(store, 1)).rejects.toThrow('model 1 is a network')
  })

  it('keeps the newest files, and those of the model that serves and the one before it', async () => {
    for (const file of ['a', 'b', 'c', 'd', 'e']) await train(file)
    await promote(store, 2)
    await promote(store, 1)
    expect(await releaseFiles(store, 2)).toEqual(['c'])
    expect(await releaseFiles(store, 2)).toEqual([])
    expect(await promotedModel(store)).toMatchObject({ version: 1, file: 'a' })
    expect(await modelOf(store, 3)).toMatchObject({ file: null, card: testCard })
    await expect(promote(store, 3)).rejects.toThrow('the file of model 3 was removed to make room')
    await promote(store, 4)
    await promote(store, 5)
    expect(await releaseFiles(store, 0)).toEqual(['b', 'a'])
    expect(await rollBack(store)).toBe(4)
    await expect(rollBack(store)).rejects.toThrow('whose file is still there')
  })

  it('remembers the dataset', async () => {
    expect(await dataset(store)).toBeNull()
    await setDataset(store, testCard.dataset)
    await setDataset(store, { ...testCard.dataset, name: 'another' })
    expect(await dataset(stores().open())).toEqual({ ...testCard.dataset, name: 'another' })
  })
})
