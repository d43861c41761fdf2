import type { Page } from 'playwright-core'
import { texts } from '../../apps/demo/lib/texts.ts'

/** Rates films on the page by click, from the given place on, waiting until each has been taken in. */
export async function rateSome(page: Page, stars: readonly number[], from = 0): Promise<void> {
  for (const [place, value] of stars.entries()) {
    const film = from + place
    const form = page.locator('form.star-rating').nth(film)
    await form.getByTitle(texts.rate.stars(value), { exact: true }).click()
    await form.getByRole('button', { name: texts.rate.clear }).waitFor()
    await page
      .getByRole('button', { name: /^Undo/ })
      .filter({ hasText: await nameOf(page, film) })
      .waitFor()
  }
}

/** The name of a film card on the page. */
export const nameOf = (page: Page, film: number): Promise<string> =>
  page.locator('.film-cards .poster-name').nth(film).innerText()
