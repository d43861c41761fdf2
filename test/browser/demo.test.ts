import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { splitTitle } from '../../apps/demo/lib/film-title.ts'
import { format, texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { accessibilityFaultsOn, collectProblems } from './faults.ts'
import { listenOnce, withSite } from './site.ts'

it('trains before one’s eyes, recommends, and ends at Ctrl-C', async () => {
  await withSite(async (site) => {
    await withPage(async (page) => {
      const problems = await collectProblems(page)

      // The first model trains by itself; the page turns into the full one.
      await page.goto(site.address)
      await page.getByRole('heading', { name: texts.home.title }).waitFor({ timeout: 120_000 })
      const first = await versionOn(page)
      expect(await page.getByRole('main').innerText()).toContain(sourceName())

      await page.getByRole('button', { name: texts.training.start }).click()
      await expect.poll(() => versionOn(page), { timeout: 120_000 }).toBe(first + 1)
      expect(await page.getByRole('status').innerText()).toBe(texts.training.states.done)

      await page.getByRole('link', { name: texts.site.pages.recommendations }).first().click()
      await page.getByLabel(texts.recommendations.label).fill('196')
      await page.getByRole('button', { name: texts.recommendations.submit }).first().click()
      await page.getByRole('heading', { name: texts.recommendations.title(196) }).waitFor()
      const films = await recommendationsOn(page)
      expect(films).toHaveLength(10)
      for (const { title, stars } of films) {
        expect(title.length).toBeGreaterThan(3)
        expect(stars).toBeGreaterThan(2) // the order is not the stars'
        expect(stars).toBeLessThanOrEqual(5.5)
      }
      expect(new Set(films.map(({ title }) => title)).size).toBe(10)
      expect(await recommendationsOfApi(page, site.address)).toEqual(films)

      for (const path of ['/', '/recommendations?user=196', '/bias', '/pca']) {
        await page.goto(site.address + path)
        expect(await accessibilityFaultsOn(page), path).toEqual([])
      }
      expect(problems).toEqual([])
    })

    expect(await site.interrupt()).toBe(0)
    expect(await listenOnce(site.port)).toBe(site.port)
  })
}, 240_000)

const sourceName = () => (process.env['ONECYCLE_TEST_DATA'] ? 'MovieLens 100K' : texts.home.data.source)

const versionOn = async (page: Page): Promise<number> => {
  const term = page.getByRole('term').filter({ hasText: new RegExp(`^${texts.home.facts.version}$`) })
  return Number(await term.locator('xpath=following-sibling::dd').innerText())
}

/** The API's list, as the page writes it. */
async function recommendationsOfApi(
  page: Page,
  address: string,
): Promise<{ title: string; stars: number }[]> {
  const response = await page.request.get(`${address}/api/recommend?user=196`)
  const { recommendations } = (await response.json()) as {
    recommendations: { item: string; stars: number }[]
  }
  return recommendations.map(({ item, stars }) => ({
    title: splitTitle(item).name,
    stars: Number(format.stars(stars)),
  }))
}

async function recommendationsOn(page: Page): Promise<{ title: string; stars: number }[]> {
  const items = await page.locator('.recommended > li').all()
  return Promise.all(
    items.map(async (item) => ({
      title: await item.getByRole('heading', { level: 3 }).innerText(),
      stars: Number(await item.locator('.film-stars strong').innerText()),
    })),
  )
}
