import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { splitTitle } from '../../apps/demo/lib/film-title.ts'
import { texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { accessibilityFaultsOn, collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { nameOf, rateSome } from './rate-some.ts'
import { startSite } from './site.ts'
import { processesOf } from './trainer-of.ts'

const { rate, recommendations, film, site: frame } = texts

let site: Awaited<ReturnType<typeof startSite>>

beforeAll(async () => {
  site = await startSite({ sample: true })
  await withPage(async (page) => {
    await page.goto(site.address)
    await page.getByRole('heading', { name: texts.home.title }).waitFor({ timeout: 60_000 })
  })
})
afterAll(() => site.stop())

/** A visitor who has never been here, on the rating page; scripts must not fail. */
const visit = (use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) =>
  withPage(async (page) => {
    const problems = await collectProblems(page)
    await page.goto(`${site.address}/rate`)
    await use(page)
    expect(problems).toEqual([])
  }, options)

const starsOf = (page: Page, film: number) =>
  page.locator('form.star-rating').nth(film).getByRole('radio', { checked: true })

const panel = (page: Page) => page.getByRole('complementary', { name: rate.panel })

const exported = async (page: Page) => {
  const response = await page.request.get(`${site.address}/rate/export`)
  return (await response.json()) as { ratings: { title: string; kind: string; rating?: number }[] }
}

it('recommends from the third rating on, says why, and leads to the film', () =>
  visit(async (page) => {
    await rateSome(page, [4.5, 1])
    expect(await panel(page).getByRole('status').innerText()).toBe(rate.missing(1))
    await rateSome(page, [3], 2)
    await expect
      .poll(() => panel(page).getByRole('status').innerText())
      .toMatch(/^3 ratings folded in in \d+\.?\d* ms/)
    const first = await panel(page).getByRole('link').first().innerText()

    await page.getByRole('link', { name: rate.why }).click()
    await page.getByRole('heading', { level: 1, name: recommendations.mine }).waitFor()
    const best = page.locator('.recommended > li').first()
    expect(await best.getByRole('heading', { level: 3 }).innerText()).toBe(first)

    // A program that sends the same ratings gets the same list.
    const ratings = (await exported(page)).ratings.map(({ title, rating }) => ({ item: title, rating }))
    const folded = await page.request.post(`${site.address}/api/fold-in`, { data: { ratings } })
    const { recommendations: sent } = (await folded.json()) as { recommendations: { item: string }[] }
    expect(sent.map(({ item }) => splitTitle(item).name)).toEqual(
      await page.locator('.recommended h3').allInnerTexts(),
    )

    // What puts it there: the three films, whose parts sum to its score.
    const place = (await best.locator('.rank-reasons li > :last-child').allInnerTexts()).map((text) =>
      Number(text.replace('−', '-')),
    )
    expect(place).toHaveLength(4)
    expect(place.slice(0, 3).reduce((sum, part) => sum + part)).toBeCloseTo(place[3]!, 2)
    const score = await best.locator('.film-stars strong').innerText()

    // The steps, as the table has them, sum to the predicted stars, up to the rounding of each.
    await best.getByText(texts.figure.numbers).click()
    const changes = await best.locator('tbody td:nth-child(2)').allInnerTexts()
    const sum = changes.reduce((total, text) => total + Number(text.replace('−', '-')), 0)
    expect(Math.abs(sum - Number(score))).toBeLessThan(0.005 * (changes.length + 1))
    const parts = await best.locator('tbody th').allInnerTexts()
    expect(parts.slice(0, 4)).toEqual(
      (['global', 'itemBias', 'averageTaste', 'mine'] as const).map((part) => recommendations.parts[part]),
    )
    expect(parts).toHaveLength(7)

    await best.getByRole('link', { name: first, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: first }).waitFor()
    expect(await page.locator('.expected strong').innerText()).toBe(score)
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: film.histogram.stars(5) })
        .count(),
    ).toBe(1)
  }))

it('is rated by keyboard alone', () =>
  visit(async (page) => {
    const name = await nameOf(page, 0)
    await page.getByRole('link', { name }).focus()
    await page.keyboard.press('Tab')
    // Nothing is chosen yet: the group takes the focus on its first star, and arrows choose.
    for (let half = 0; half < 6; half++) await page.keyboard.press('ArrowRight')
    expect(await starsOf(page, 0).getAttribute('value')).toBe('3.5')
    await page.getByRole('button', { name: rate.undo(name) }).waitFor()
    expect((await exported(page)).ratings).toMatchObject([{ kind: 'rated', rating: 3.5 }])
    // The focus is where it was.
    await page.keyboard.press('ArrowLeft')
    await expect.poll(async () => (await exported(page)).ratings).toMatchObject([{ rating: 3 }])

    await page.getByRole('button', { name: rate.undo(name) }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => starsOf(page, 0).getAttribute('value')).toBe('3.5')
    await page.reload()
    expect(await starsOf(page, 0).getAttribute('value')).toBe('3.5')
  }))

it('takes “not seen” for an answer', () =>
  visit(async (page) => {
    const card = page.locator('.film-cards > li').nth(1)
    await card.getByRole('button', { name: rate.unseen }).click()
    await card.getByRole('button', { name: rate.seenAfterAll }).waitFor()
    expect((await exported(page)).ratings).toMatchObject([{ kind: 'unseen' }])
    await card.getByRole('button', { name: rate.seenAfterAll }).click()
    await card.getByRole('button', { name: rate.unseen }).waitFor()
    expect((await exported(page)).ratings).toEqual([])
  }))

it('works without JavaScript', () =>
  visit(
    async (page) => {
      const names: string[] = []
      for (const [i, stars] of [5, 0.5, 4].entries()) {
        names.push(await nameOf(page, i))
        const form = page.locator('form.star-rating').nth(i)
        await form.getByTitle(rate.stars(stars), { exact: true }).click()
        await form.getByRole('button', { name: rate.submit, exact: true }).click()
        await page.waitForURL(/\/rate\?page=1#film-\d+$/)
        expect(await starsOf(page, i).getAttribute('value')).toBe(String(stars))
      }
      expect(await panel(page).locator('.film-lines li').count()).toBe(6)

      await page.getByRole('link', { name: rate.why }).click()
      const hidden = await page.locator('.recommended h3').first().innerText()
      await page.getByRole('button', { name: `${recommendations.hide} ${hidden}` }).click()
      await page.getByText(recommendations.hidden(1)).waitFor()
      expect(await page.locator('.recommended h3').allInnerTexts()).not.toContain(hidden)

      await page.getByRole('combobox', { name: recommendations.genre }).selectOption('Comedy')
      await page.getByRole('textbox', { name: recommendations.from }).fill('1990')
      await page.getByRole('slider', { name: recommendations.popular }).press('Home')
      await page.getByRole('form', { name: recommendations.filters }).getByRole('button').click()
      await page.waitForURL(/genre=Comedy&from=1990&to=&popular=0/)
      for (const about of await page.locator('.recommended .film-about').allInnerTexts()) {
        expect(about).toMatch(/^199\d · .*Comedy/)
      }

      await page.goto(`${site.address}/rate?q=${encodeURIComponent(names[0]!)}`)
      expect(await page.locator('.film-cards .poster-name').allInnerTexts()).toContain(names[0])

      await page.getByRole('button', { name: frame.theme.choices.dark }).click()
      await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
      await page.goto(site.address)
      expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    },
    { javaScriptEnabled: false },
  ))

it('keeps ratings when the site is killed', () =>
  visit(async (page) => {
    await rateSome(page, [1.5, 5])
    const kept = (await exported(page)).ratings
    const { web } = processesOf(site)
    process.kill(web, 'SIGKILL')
    const another = (pid: number) => pid > 0 && pid !== web
    await vi.waitFor(
      async () => {
        expect((await fetch(`${site.address}/healthz`)).status).toBe(200)
        expect(processesOf(site).web).toSatisfy(another)
      },
      { timeout: 30_000 },
    )
    expect((await exported(page)).ratings).toEqual(kept)
    await page.goto(`${site.address}/rate`)
    expect(await starsOf(page, 0).getAttribute('value')).toBe('1.5')
    expect(await starsOf(page, 1).getAttribute('value')).toBe('5')
  }))

it('says without JavaScript that a rating lacks its stars', () =>
  visit(
    async (page) => {
      const form = page.locator('form.star-rating').first()
      await form.getByRole('button', { name: rate.submit, exact: true }).click()
      expect(await page.getByRole('alert').innerText()).toBe(rate.refused)
      expect((await exported(page)).ratings).toEqual([])
    },
    { javaScriptEnabled: false },
  ))

it('is rated by halves with a finger', () =>
  visit(
    async (page) => {
      const form = page.locator('form.star-rating').first()
      await form.getByTitle(rate.stars(3.5), { exact: true }).tap() // the left half of the fourth star
      await expect.poll(async () => (await exported(page)).ratings).toMatchObject([{ rating: 3.5 }])
    },
    { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } },
  ))

it('hands out one’s ratings, and deletes them', () =>
  visit(async (page) => {
    await rateSome(page, [2, 3.5])
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'visitor')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect((await stat(join(site.home, 'visitor-key'))).mode & 0o777).toBe(0o600)
    expect((await exported(page)).ratings.map(({ rating }) => rating)).toEqual([3.5, 2])

    // A cookie that this site has not signed is nobody's.
    const [name, signature] = cookie!.value.split('.')
    const forged = await page.request.get(`${site.address}/rate/export`, {
      headers: { cookie: `visitor=${name!.slice(0, -1)}x.${signature}` },
    })
    expect(((await forged.json()) as { ratings: [] }).ratings).toEqual([])

    await page.getByRole('button', { name: rate.forget }).click()
    await page.getByText(rate.forgotten).waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('visitor')
    await page.context().addCookies([cookie!])
    expect((await exported(page)).ratings).toEqual([])
  }))

it('goes from page to page by a menu where there is no room for a line', () =>
  visit(
    async (page) => {
      await page.getByRole('button', { name: frame.menu }).click()
      expect(await accessibilityFaultsOn(page)).toEqual([])
      await page.getByRole('link', { name: frame.pages.bias, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: texts.bias.title }).waitFor()
      expect(await page.getByRole('navigation', { name: frame.navigation }).isVisible()).toBe(false)
    },
    { viewport: { width: 390, height: 844 } },
  ))

describe('every page of films, the lesson, and where there is none', () =>
  faultlessInEveryLook(
    () => site,
    [
      '/recommendations?user=x&from=y',
      '/rate',
      ['/rate with films rated', rateThree],
      ...['/', '/rate?q=zzz', '/rate?refused', '/recommendations', '/recommendations?user=1', '/film/5'],
      ...['/lesson', '/lesson/10-weight-decay', '/nowhere'],
    ],
  ))

async function rateThree(page: Page): Promise<void> {
  await rateSome(page, [4, 2, 5])
  await page.getByRole('button', { name: rate.unseen }).first().click()
  await page.getByRole('button', { name: rate.seenAfterAll }).waitFor()
}
