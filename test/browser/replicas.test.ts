import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { engines, type TestStores } from '../../apps/demo/server/store-for-tests.ts'
import { withPage } from './chromium.ts'
import { collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { machinesOn, type Machines } from './machines.ts'
import { rateSome } from './rate-some.ts'
import { apiOf } from './site-api.ts'

const { rate, waiting } = texts
const soon = { timeout: 30_000, interval: 50 }

describe.each(engines.filter(({ name }) => name === 'PostgreSQL'))('two sites on one $name', (engine) => {
  let stores: TestStores
  let machines: Machines
  let left: { address: string }
  let right: { address: string }
  beforeAll(async () => {
    await engine.start()
    stores = await engine.stores()
    machines = machinesOn(stores.target)
    left = await machines.site()
    right = await machines.site()
  })
  afterAll(async () => {
    await machines.stop()
    await stores.close()
    await engine.stop()
  })

  describe('before there is a model', () =>
    faultlessInEveryLook(
      () => left,
      [
        [
          'what stands in for a page',
          async (page) => {
            await page.goto(`${left.address}/rate`)
            await page.getByRole('heading', { level: 1, name: waiting.title }).waitFor()
          },
        ],
      ],
    ))

  describe('with a model', () => {
    beforeAll(async () => {
      machines.trainer()
      for (const site of [left, right]) await apiOf(site).ready()
    })

    it('know the same visitors and their ratings', () =>
      withPage(async (page) => {
        const problems = await collectProblems(page)
        const starsOn = async ({ address }: typeof left) => {
          await page.goto(`${address}/rate?page=1`)
          const forms = page.locator('form.star-rating')
          const star = (film: number) => forms.nth(film).getByRole('radio', { checked: true })
          const found: (string | null)[] = []
          for (const film of [0, 1, 2])
            found.push((await star(film).count()) > 0 ? await star(film).getAttribute('value') : null)
          return found
        }
        // A cookie is a host's, whatever its port: the browser shows both sites the same.
        await page.goto(`${left.address}/rate?page=1`)
        await rateSome(page, [4.5, 1])
        expect(await starsOn(right)).toEqual(['4.5', '1', null])
        await rateSome(page, [3], 2)
        expect(await starsOn(left)).toEqual(['4.5', '1', '3'])
        expect(
          await page.getByRole('complementary', { name: rate.panel }).getByRole('status').innerText(),
        ).toMatch(/^3 ratings folded in/)
        await page.getByRole('button', { name: /^Undo/ }).click()
        await page.getByRole('button', { name: /^Undo/ }).waitFor({ state: 'detached' })
        expect(await starsOn(right)).toEqual(['4.5', '1', null])

        await page.getByRole('button', { name: rate.forget }).click()
        await page.getByText(rate.forgotten).waitFor()
        expect(await starsOn(left)).toEqual([null, null, null])
        expect(problems).toEqual([])
      }))

    it('both serve what one of them promotes or rolls back', async () => {
      const [one, other] = [apiOf(left), apiOf(right)]
      const versionsOf = () =>
        Promise.all(
          [one, other].map(async (api) => {
            const question = api.get('/api/recommend?user=196&n=1')
            return (await api.json<{ modelVersion: number }>(question)).modelVersion
          }),
        )
      const before = (await versionsOf())[0]!
      const { model } = await other.until(await one.train({ epochs: 1, nFactors: 4 }), 'done')
      expect(await versionsOf()).toEqual([before, before])

      expect((await one.post(`/api/models/${model!.version}/promote`)).status).toBe(200)
      await expect.poll(versionsOf, soon).toEqual([model!.version, model!.version])

      expect((await other.post('/api/models/roll-back')).status).toBe(200)
      await expect.poll(versionsOf, soon).toEqual([before, before])
    })
  })
})
