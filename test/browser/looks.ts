import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { withPage } from './chromium.ts'
import { accessibilityFaultsOn } from './faults.ts'

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width })),
)

/** A test for each colour scheme and width: the page has no accessibility faults and fits the window. */
export const faultlessInEveryLook = (name: string, open: (page: Page) => Promise<unknown>) =>
  it.each(looks)(
    `${name} has no accessibility faults: $colorScheme, $width pixels`,
    ({ colorScheme, width }) =>
      withPage(
        async (page) => {
          await open(page)
          expect(await accessibilityFaultsOn(page)).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
        },
        { colorScheme, viewport: { width, height: 800 } },
      ),
    60_000,
  )
