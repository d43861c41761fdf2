import { readFile } from 'node:fs/promises'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { accessibilityFaultsOn, collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { startSite } from './site.ts'

const { bias, pca, factors } = texts

let site: Awaited<ReturnType<typeof startSite>>

beforeAll(async () => {
  site = await startSite()
  await withPage(async (page) => {
    await page.goto(site.address)
    await page.getByRole('heading', { name: texts.home.title }).waitFor({ timeout: 60_000 })
  })
})
afterAll(() => site.stop())

/** A visitor on a page of the site; scripts must not fail. */
const visit = (path: string, use: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) =>
  withPage(async (page) => {
    const problems = await collectProblems(page)
    await page.goto(site.address + path)
    await use(page)
    expect(problems).toEqual([])
  }, options)

/** As text: the tests are compiled without the DOM, like the packages whose sources they read. */
const openAll = `for (const details of document.querySelectorAll('details')) details.open = true`

const numberOf = (text: string) => Number(text.replace('−', '-').replace('+', '').replace(',', ''))

/** The cells of a column of a table, from 2 on. */
const column = async (page: Page, table: string, n: number) =>
  (
    await page
      .getByRole('table', { name: table, exact: true })
      .locator(`tbody td:nth-child(${n})`)
      .allInnerTexts()
  ).map(numberOf)

describe('/bias', () => {
  it('lists both ends of the biases, of films with as many ratings as the slider says', () =>
    visit('/bias', async (page) => {
      const lowest = await column(page, bias.lowest, 2)
      expect(lowest).toHaveLength(15)
      expect(lowest).toEqual([...lowest].sort((a, b) => a - b))
      const highest = await column(page, bias.highest, 2)
      expect(highest).toEqual([...highest].sort((a, b) => b - a))
      expect(highest[0]).toBeGreaterThan(lowest[0]!)

      await page.getByRole('slider', { name: bias.minimum }).fill('200')
      await expect
        .poll(async () => Math.min(...(await column(page, bias.lowest, 4))))
        .toBeGreaterThanOrEqual(200)
      expect(Math.min(...(await column(page, bias.highest, 4)))).toBeGreaterThanOrEqual(200)
      expect(await column(page, bias.highest, 2)).not.toEqual(lowest)
    }))

  it('finds a film by its title, and says when the slider hides it', () =>
    visit('/bias', async (page) => {
      const film = await page
        .getByRole('table', { name: bias.lowest })
        .locator('tbody th')
        .first()
        .innerText()
      const [ratings] = await column(page, bias.lowest, 4)
      await page.getByRole('searchbox', { name: bias.search }).fill(film.toUpperCase())
      await page
        .getByRole('table', { name: bias.foundTable })
        .getByRole('rowheader', { name: film })
        .waitFor()
      expect(await page.getByText(bias.found(1)).count()).toBe(1)

      await page.getByRole('slider', { name: bias.minimum }).fill(String(ratings! + 1))
      await page.getByText(bias.foundFew(ratings! + 1, 1)).waitFor()
    }))

  it('sets two films of one mean against each other', () =>
    visit('/bias', async (page) => {
      const pair = page.getByRole('region', { name: bias.why }).locator('section')
      expect(await pair.count()).toBe(2)
      const read = async (film: number) => ({
        bias: numberOf((await pair.nth(film).locator('.contrast-bias').innerText()).split(/\s/)[0]!),
        stars: (await pair.nth(film).locator('dd').allInnerTexts()).map(numberOf),
      })
      const [lower, higher] = [await read(0), await read(1)]
      expect(Math.abs(lower.stars[1]! - higher.stars[1]!)).toBeLessThanOrEqual(0.03)
      expect(higher.bias).toBeGreaterThan(lower.bias)
      // The one with the lower bias has the audience that expects more of it.
      expect(lower.stars[0]).toBeGreaterThan(higher.stars[0]!)
    }))

  it('is read without JavaScript, slider and search included', () =>
    visit(
      '/bias?min=150&q=the',
      async (page) => {
        expect(Math.min(...(await column(page, bias.lowest, 4)))).toBeGreaterThanOrEqual(150)
        const found = await page
          .getByRole('table', { name: bias.foundTable })
          .locator('tbody th')
          .allInnerTexts()
        expect(found.every((title) => /the/i.test(title))).toBe(true)
        expect(await page.locator('.scatter path.dots').count()).toBeGreaterThan(2)
        await page.getByRole('button', { name: bias.show }).click()
        expect(page.url()).toContain('min=150')
      },
      { javaScriptEnabled: false },
    ))
})

describe('/pca', () => {
  const ends = (page: Page, n: number) =>
    page.locator('.component').filter({ has: page.getByRole('heading', { name: pca.component(n) }) })

  it('shows the components that are picked, and keeps them in the address', () =>
    visit('/pca', async (page) => {
      await page.getByRole('combobox', { name: pca.across }).selectOption('4')
      await page.getByRole('combobox', { name: pca.colour }).selectOption('year')
      await ends(page, 4).getByRole('table', { name: pca.high }).waitFor()
      const values = (
        await ends(page, 4).getByRole('table', { name: pca.high }).locator('td').allInnerTexts()
      ).map(numberOf)
      expect(values).toHaveLength(10)
      expect(values).toEqual([...values].sort((a, b) => b - a))
      await page.waitForURL(/x=4&y=2&colour=year/)

      await page.reload()
      expect(await page.getByRole('combobox', { name: pca.across }).inputValue()).toBe('4')
      expect(await page.getByRole('combobox', { name: pca.colour }).inputValue()).toBe('year')
      expect(await page.locator('.axis-x').innerText()).toContain(pca.component(4))
      expect(await page.locator('.legend').innerText()).toContain(pca.yearRange(1980, 1990))
    }))

  it('goes to a film that is searched for, and comes back to it from the address', () =>
    visit('/pca', async (page) => {
      const film = await ends(page, 1).getByRole('table', { name: pca.low }).locator('th').first().innerText()
      await page.getByRole('searchbox', { name: pca.search }).fill(film)
      await page.keyboard.press('Enter')
      await page.waitForURL(/film=.*zoom=5\.00/)
      await expect.poll(() => page.locator('.tag').innerText()).toContain(film)
      const ticks = await page.locator('.ticks-x li').allInnerTexts()

      await page.reload()
      expect(await page.locator('.tag').innerText()).toContain(film)
      expect(await page.locator('.ticks-x li').allInnerTexts()).toEqual(ticks)
      await page.getByRole('button', { name: pca.whole }).click()
      await expect.poll(() => page.url()).not.toContain('zoom=')
    }))

  it('moves at once for who wants no motion', () =>
    visit(
      '/pca',
      async (page) => {
        // Every picture in between would be another address.
        await page.evaluate(`window.ticks = new Set()
          new MutationObserver(() => ticks.add(document.querySelector('.ticks-x').innerText))
            .observe(document.querySelector('.ticks-x'), { childList: true, subtree: true, characterData: true })`)
        await page.getByRole('button', { name: pca.zoomIn }).click()
        await page.waitForURL(/zoom=2\.00/)
        expect(await page.evaluate('ticks.size')).toBe(1)
      },
      { reducedMotion: 'reduce' },
    ))

  it('lists what the lasso catches, and exports it as CSV', () =>
    visit('/pca', async (page) => {
      await page.getByRole('button', { name: pca.lasso }).click()
      const plot = page.getByRole('application')
      await plot.scrollIntoViewIfNeeded()
      const box = (await plot.boundingBox())!
      const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const
      await page.mouse.move(...at(0.02, 0.02))
      await page.mouse.down()
      // The left half of the map.
      for (const place of [at(0.5, 0.02), at(0.5, 0.98), at(0.02, 0.98)]) await page.mouse.move(...place)
      await page.mouse.up()
      const list = page.locator('.lasso-list')
      await list.waitFor()
      const caught = await list.getByRole('listitem').count()
      expect(await list.getByRole('heading').innerText()).toBe(pca.lassoed(caught))

      const rows = await csvOf(page, () => page.getByRole('button', { name: pca.csv }).click())
      expect(rows[0]!.slice(0, 7)).toEqual([
        ...[pca.columns.film, pca.columns.year, pca.columns.genres, pca.columns.ratings],
        ...[pca.columns.mean, pca.columns.bias, pca.component(1)],
      ])
      expect(rows).toHaveLength(caught + 1)
      // What lies left of the middle, and no more: as far as the numbers in the table below say.
      await page.evaluate(openAll)
      const table = page.getByRole('table', { name: pca.coordinates })
      const titles = await table.locator('tbody th').allInnerTexts()
      const first = (await table.locator('tbody td:nth-child(2)').allInnerTexts()).map(numberOf)
      const middle = (Math.min(...first) + Math.max(...first)) / 2
      const inCsv = new Map(rows.slice(1).map((row) => [row[0]!, Number(row[6])]))
      for (const [title, value] of inCsv) {
        expect(value).toBeLessThan(middle + 0.02)
        expect(value).toBeCloseTo(first[titles.indexOf(title)]!, 1)
      }
      const missed = first.filter((value, i) => value < middle - 0.02 && !inCsv.has(titles[i]!))
      // The line keeps off the outermost edges.
      expect(missed.length).toBeLessThan(5)
    }))

  it('saves the map as a picture', () =>
    visit('/pca', async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: pca.png }).click(),
      ])
      const bytes = await readFile(await download.path())
      expect(bytes.subarray(1, 4).toString()).toBe('PNG')
      const plot = (await page.getByRole('application').boundingBox())!
      expect(bytes.readUInt32BE(16)).toBeGreaterThan(2 * plot.width)
      expect(bytes.length).toBeGreaterThan(20_000)
    }))

  it('turns in three dimensions, and finds its way back to them from the address', () =>
    visit('/pca', async (page) => {
      await page.getByRole('button', { name: pca.three }).click()
      await page.waitForURL(/z=3&view=3d/)
      await page.getByRole('combobox', { name: pca.towards }).selectOption('5')
      await page.waitForURL(/z=5/)
      await page.reload()
      const canvas = page.locator('.solid-map canvas')
      await canvas.waitFor()
      const placeOfName = () => page.locator('.solid-map .labels span').first().getAttribute('style')
      const before = await placeOfName()
      const box = (await canvas.boundingBox())!
      await page.mouse.move(box.x + 200, box.y + 200)
      await page.mouse.down()
      await page.mouse.move(box.x + 300, box.y + 220, { steps: 3 })
      await page.mouse.up()
      await expect.poll(placeOfName).not.toBe(before)
      const turned = await placeOfName()
      await page.getByRole('group', { name: pca.threeLabel(1, 2, 5) }).press('ArrowLeft')
      await expect.poll(placeOfName).not.toBe(turned)
      expect(await page.getByRole('application').count()).toBe(0)
    }))

  it('stays flat without WebGL, and says so', () =>
    withPage(async (page) => {
      await page.addInitScript('HTMLCanvasElement.prototype.getContext = () => null')
      await page.goto(`${site.address}/pca?view=3d`)
      await page.getByText(pca.noWebGl).waitFor()
      expect(await page.getByRole('application').isVisible()).toBe(true)
      expect(await page.locator('canvas').count()).toBe(0)
    }))
})

describe('/factors', () => {
  const rmse = async (page: Page) => Number(await page.locator('.worksheet-error strong').innerText())

  it('follows every cell with the error', () =>
    visit('/factors', async (page) => {
      const before = await rmse(page)
      const cell = page.getByRole('textbox').first()
      await cell.fill('3,5')
      const after = await rmse(page)
      expect(after).not.toBe(before)
      expect(await page.locator('.worksheet [role=status]').innerText()).toBe(
        factors.changed.edit(before, after),
      )
      await cell.fill('three')
      expect(await cell.getAttribute('aria-invalid')).toBe('true')
      expect(await rmse(page)).toBe(after)
    }))

  it('steps down, and solves further, further still with biases', () =>
    visit('/factors', async (page) => {
      const start = await rmse(page)
      await page.getByRole('button', { name: factors.step }).click()
      const stepped = await rmse(page)
      expect(stepped).toBeLessThan(start)
      await page.getByRole('button', { name: factors.solve }).click()
      const solved = await rmse(page)
      expect(solved).toBeLessThan(stepped)
      await page.getByRole('checkbox', { name: factors.biases }).check()
      await page.getByRole('button', { name: factors.solve }).click()
      const withBiases = await rmse(page)
      expect(withBiases).toBeLessThan(solved)
      if (!site.output().includes('MovieLens 100K:')) return
      // The lesson's workbook, on ratings of its own.
      expect(solved).toBeLessThan(0.393)
      expect(withBiases).toBeLessThan(0.319)
    }))

  it('copies the sheet as CSV, which adds up', () =>
    visit(
      '/factors',
      async (page) => {
        await page.getByRole('button', { name: factors.copy }).click()
        await page.getByText(factors.changed.copied).waitFor()
        const rows = parseCsv(await page.evaluate<string>('navigator.clipboard.readText()'))
        const items = rows.slice(1, 6).map((row) => row.slice(6).map(Number))
        const [user, ...cells] = rows[7]!
        expect(user).toMatch(/^\d+$/)
        const own = cells.slice(0, 5).map(Number)
        const products = items[0]!.map((_, film) =>
          own.reduce((sum, value, k) => sum + value * items[k]![film]!, 0),
        )
        expect(products).toHaveLength(15)
        cells.slice(5).forEach((cell, film) => expect(Number(cell)).toBeCloseTo(products[film]!, 9))
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    ))
})

describe('/reference', () => {
  it('runs within the site’s policy, and leads back', () =>
    withPage(async (page) => {
      const problems = await collectProblems(page)
      await page.goto(site.address)
      await page.getByRole('link', { name: texts.site.reference }).click()
      // Scripts of its own write the list of what there is.
      const list = page.locator('.tsd-navigation')
      await list.getByText('@onecycle').click()
      await list.getByRole('link', { name: 'collab' }).click()
      await page.getByRole('heading', { name: '@onecycle/collab' }).first().waitFor()
      await page.getByRole('link', { name: texts.site.pages.home, exact: true }).click()
      await page.getByRole('heading', { name: texts.home.title }).waitFor()
      // typedoc's script makes an empty style element for filters that are switched off.
      expect(problems.filter((problem) => !problem.includes('Applying inline style'))).toEqual([])
    }))

  it.each(['light', 'dark'] as const)('has no accessibility faults but three of typedoc: %s', (colorScheme) =>
    withPage(
      async (page) => {
        const names = ['index', 'modules/_onecycle_collab', 'classes/_onecycle_collab.index.CollabLearner']
        for (const name of names) {
          await page.goto(`${site.address}/reference/${name}.html`)
          // Links within what unfolds, an h4 below an h2, and small targets.
          const faults = await accessibilityFaultsOn(page, [
            'nested-interactive',
            'heading-order',
            'target-size',
          ])
          expect(faults, name).toEqual([])
        }
      },
      { colorScheme },
    ),
  )
})

describe('every page that looks inside', () =>
  faultlessInEveryLook(
    () => site,
    ['/bias?min=250&q=the', '/pca', '/pca?x=3&y=5&colour=bias&zoom=4', ['/pca in 3D', openSolid], '/factors'],
  ))

async function openSolid(page: Page): Promise<void> {
  await page.goto(`${site.address}/pca?view=3d`)
  await page.locator('.solid-map .labels span').first().waitFor()
}

async function csvOf(page: Page, click: () => Promise<void>): Promise<string[][]> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return parseCsv(await readFile(await download.path(), 'utf8'))
}

/** Enough of CSV for what the site writes. */
const parseCsv = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      ),
    )
