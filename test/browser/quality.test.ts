import { afterAll, beforeAll, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

const { quality } = texts

let site: Awaited<ReturnType<typeof startSite>>

beforeAll(async () => {
  site = await startSite()
  await apiOf(site).ready()
})
afterAll(() => site.stop())

it('measures models and baselines; on real ratings the site’s own order beats popularity', async () => {
  await withPage(async (page) => {
    const problems = await collectProblems(page)
    await page.goto(`${site.address}/quality`)
    expect(await page.getByRole('status').innerText()).toContain(quality.none)
    await page.getByRole('button', { name: quality.measure }).click()
    const table = page.locator('[aria-labelledby=figures]').getByRole('table')
    await table.waitFor({ timeout: 120_000 })
    const rows: string[][] = await Promise.all(
      (await table.locator('tbody tr').all()).map((row) => row.locator('th, td').allInnerTexts()),
    )
    expect(rows.map(([name]) => name)).toEqual(Object.values(quality.names))
    const figure = (name: keyof typeof quality.names, column: number) =>
      rows.find((row) => row[0] === quality.names[name])![column]!
    const [ndcg, rmse] = [1, 6]
    const own = Number(figure('hybrid', ndcg))
    expect(own).toBeGreaterThan(Number(figure('dot-bias', ndcg)))
    expect(figure('popularity', rmse)).toBe(quality.table.nothing)
    if (process.env['ONECYCLE_TEST_DATA']) {
      // The bench, five splits: iALS 0.482, EASE 0.485, dot-bias 0.151.
      expect(Math.abs(own - 0.48)).toBeLessThan(0.02)
      expect(own).toBeGreaterThan(Number(figure('popularity', ndcg)))
      expect(Number(figure('hybrid', rmse))).toBeLessThan(Number(figure('bias-only', rmse)))
    }
    // The bars say the same.
    expect(await page.locator('.measure-bars').first().locator('.measure-value').allInnerTexts()).toEqual(
      rows.map((row) => row[ndcg]),
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
      expect(await page.locator('[aria-labelledby=protocol] p').count()).toBeGreaterThan(3)
    },
    { javaScriptEnabled: false },
  )
}, 180_000)

faultlessInEveryLook(() => site, ['/quality'])
