import { afterAll, beforeAll, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { accessibilityFaultsOn, collectProblems } from './faults.ts'
import { withPage } from './chromium.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

const { quality } = texts

let site: Awaited<ReturnType<typeof startSite>>

beforeAll(async () => {
  site = await startSite()
  await apiOf(site).ready()
})
afterAll(() => site.stop())

it('measures models and baselines, and the site’s own order beats popularity', async () => {
  await withPage(async (page) => {
    const problems = collectProblems(page)
    await page.goto(`${site.address}/quality`)
    expect(await page.getByRole('status').innerText()).toContain(quality.none)
    await page.getByRole('button', { name: quality.measure }).click()
    const table = page.locator('[aria-labelledby=figures]').getByRole('table')
    await table.waitFor({ timeout: 120_000 })
    const rows = await Promise.all(
      (await table.locator('tbody tr').all()).map((row) => row.locator('th, td').allInnerTexts()),
    )
    expect(rows.map(([name]) => name)).toEqual(Object.values(quality.names))
    const figures = Object.fromEntries(rows.map(([name, ndcg, , , , , rmse]) => [name, [Number(ndcg), rmse]]))
    const [own, ownRmse] = figures[quality.names.hybrid]!
    expect(Number(own)).toBeGreaterThan(Number(figures[quality.names.popularity]![0]))
    expect(Number(own)).toBeGreaterThan(Number(figures[quality.names['dot-bias']]![0]))
    expect(Number(ownRmse)).toBeLessThan(Number(figures[quality.names['bias-only']]![1]))
    expect(figures[quality.names.popularity]![1]).toBe(quality.table.nothing)
    if (process.env['ONECYCLE_TEST_DATA']) {
      // The bench, five splits: iALS 0.482, EASE 0.485, dot-bias 0.151.
      expect(Math.abs(Number(own) - 0.48)).toBeLessThan(0.02)
    }
    // The bars say the same.
    expect(await page.locator('.measure-bars').first().locator('.measure-value').allInnerTexts()).toEqual(
      rows.map(([, ndcg]) => ndcg),
    )
    expect(problems).toEqual([])
  })
}, 180_000)

it('is measured and read without JavaScript', async () => {
  await withPage(
    async (page) => {
      await page.goto(`${site.address}/quality`)
      await page.getByRole('button', { name: quality.again }).click()
      await page.getByRole('button', { name: quality.again, disabled: true }).waitFor()
      await page.getByRole('button', { name: quality.again, disabled: false }).waitFor({ timeout: 120_000 })
      expect(await page.locator('[aria-labelledby=protocol] p').count()).toBe(4)
    },
    { javaScriptEnabled: false },
  )
}, 180_000)

it.each(['light', 'dark'] as const)(
  'has no accessibility faults: %s',
  async (colorScheme) => {
    for (const width of [1280, 390]) {
      await withPage(
        async (page) => {
          await page.goto(`${site.address}/quality`)
          await page.locator('summary').first().click()
          expect(await accessibilityFaultsOn(page)).toEqual([])
          expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        },
        { colorScheme, viewport: { width, height: 800 } },
      )
    }
  },
  60_000,
)
