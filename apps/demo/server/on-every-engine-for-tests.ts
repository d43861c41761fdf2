import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { engines, type TestStores } from './store-for-tests.ts'

/** Describes tests on each engine; `stores` gives a test the empty store that it has for itself. */
export const onEveryEngine = (tests: (stores: () => TestStores) => void): void =>
  describe.each(engines)('on $name', ({ start, stop, stores: fresh }) => {
    let stores: TestStores
    beforeAll(start)
    afterAll(stop)
    beforeEach(async () => {
      stores = await fresh()
    })
    afterEach(() => stores.close())
    tests(() => stores)
  })
