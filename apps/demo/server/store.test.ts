import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testCard, engines, type TestStores } from './store-for-tests.ts'
import { dataset, setDataset } from './facts.ts'

describe.each(engines)('on $name', ({ start, stop, stores: fresh }) => {
  let stores: TestStores
  beforeAll(start)
  afterAll(stop)
  beforeEach(async () => {
    stores = await fresh()
  })
  afterEach(() => stores.close())

  it('undoes all of a transaction that fails, and nothing of what was asked meanwhile', async () => {
    const store = stores.open()
    const failing = store.transaction(async (inside) => {
      await setDataset(inside, testCard.dataset)
      await new Promise((resolve) => setTimeout(resolve, 5))
      throw new Error('no')
    })
    const meanwhile = setDataset(store, { ...testCard.dataset, name: 'meanwhile' })
    await expect(failing).rejects.toThrow('no')
    await meanwhile
    expect(await dataset(store)).toMatchObject({ name: 'meanwhile' })
  })
})
