import { afterEach, beforeEach, expect, it } from 'vitest'
import { testCard, testStores, type TestStores } from './store-for-tests.ts'
import { dataset, setDataset } from './facts.ts'

let stores: TestStores
beforeEach(() => (stores = testStores()))
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
