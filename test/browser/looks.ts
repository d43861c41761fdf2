import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { withPage } from './chromium.ts'
import { accessibilityFaultsOn } from './faults.ts'

/** What is looked at: a path, or a name and the way there. */
type Looked = string | readonly [name: string, open: (page: Page) => Promise<unknown>]

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width })),
)

/** As text: the tests are compiled without the DOM, like the packages whose sources they read. */
const openAll = `for (const details of document.querySelectorAll('details')) details.open = true`

/**
 * A test for each colour scheme and width: one visitor opens the pages in turn, with all that can be unfolded,
 * and none has an accessibility fault or is wider than the window.
 */
export const faultlessInEveryLook = (site: () => { readonly address: string }, pages: readonly Looked[]) =>
  it.each(looks)(
    'has no accessibility faults: $colorScheme, $width pixels',
    ({ colorScheme, width }) =>
      withPage(
        async (page) => {
          for (const looked of pages) {
            const [name, open] =
              typeof looked === 'string' ? [looked, () => page.goto(site().address + looked)] : looked
            await open(page)
            await page.evaluate(openAll)
            expect(await accessibilityFaultsOn(page), name).toEqual([])
            const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
            expect(overflow, `${name} is wider than the window by`).toBe(0)
          }
        },
        { colorScheme, viewport: { width, height: 800 } },
      ),
    120_000,
  )
