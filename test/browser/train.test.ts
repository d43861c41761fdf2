import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { withPage } from './chromium.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'
import { processesOf } from './trainer-of.ts'

const { train, training, weightDecay } = texts

let site: Awaited<ReturnType<typeof startSite>>

beforeAll(async () => {
  site = await startSite()
  await apiOf(site).ready()
})
afterAll(() => site.stop())

const serving = (page: Page) => page.locator('.run-model', { has: page.locator('.serves') }).innerText()

it('trains before one’s eyes, lets the model serve, and rolls back', async () => {
  await withPage(async (page) => {
    const problems = await collectProblems(page)
    await page.goto(`${site.address}/train`)
    expect(await serving(page)).toContain(train.runs.version(1))
    const [, device] = /"msg":"device ([^"]+)"/.exec(site.output())!
    expect(await page.locator('#device-hint').innerText()).toBe(train.recipe.fastest(device!))

    await page.getByLabel(train.recipe.fields.wd[0]).fill('0.05')
    await page.getByLabel(train.recipe.fields.device[0]).selectOption('wasm')
    await page.getByLabel(train.recipe.fields.nFactors[0]).fill('300') // slow enough to be watched
    await page.getByRole('spinbutton', { name: train.recipe.fields.batchSize[0] }).fill('8')
    await page.getByRole('button', { name: train.recipe.start }).click()
    await page.getByRole('button', { name: train.live.cancel }).waitFor()
    const seen = await watch(page)
    await page.getByText(training.states.done, { exact: true }).waitFor({ timeout: 120_000 })
    const { percents, points, epochs } = await seen()
    expect(percents.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(5)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))
    expect(points.at(-1)).toBeGreaterThan(points[0]!)
    expect(epochs).toEqual(expect.arrayContaining([1, 2, 3, 4, 5]))
    // What was typed stays, for the next try.
    expect(await page.getByLabel(train.recipe.fields.wd[0]).inputValue()).toBe('0.05')

    await expect.poll(() => page.locator('.run-recipe').first().innerText()).toContain('WebAssembly SIMD')

    await page.getByRole('button', { name: train.runs.promoteModel(2) }).click()
    await expect.poll(() => serving(page)).toContain(train.runs.version(2))
    await page.getByRole('button', { name: train.runs.rollBack(1) }).click()
    await expect.poll(() => serving(page)).toContain(train.runs.version(1))

    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: train.runs.downloadModel(2) }).click()
    expect((await download).suggestedFilename()).toBe('onecycle-model-2.safetensors')
    expect(problems).toEqual([])
  })
}, 240_000)

it('finds learning rates, of which one is chosen by a click', async () => {
  await withPage(async (page) => {
    await page.goto(`${site.address}/train?nFactors=17`)
    await page.getByRole('button', { name: train.recipe.find }).click()
    const suggestion = page.getByRole('link', { name: /^Use .* valley$/ })
    await suggestion.click()
    await page.waitForURL(/lr=/)
    const lr = new URL(page.url()).searchParams.get('lr')!
    expect(Number(lr)).toBeGreaterThan(0)
    expect(await page.getByRole('spinbutton', { name: train.recipe.fields.lr[0] }).inputValue()).toBe(lr)
    expect(await page.getByLabel(train.recipe.fields.nFactors[0]).inputValue()).toBe('17')
  })
}, 60_000)

it('compares two runs', async () => {
  await withPage(async (page) => {
    await page.goto(`${site.address}/train`)
    const boxes = page.getByRole('checkbox', { name: /^Compare run/ })
    for (const box of (await boxes.all()).slice(0, 2)) await box.check()
    await page.getByRole('button', { name: train.runs.compare }).click()
    const table = page.getByRole('table', { name: train.comparison.differences })
    const row = table.getByRole('row', { name: train.recipe.fields.wd[0] })
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['0.05', '0.1'])
  })
})

it('keeps its runs over a restart of the site', async () => {
  await withPage(async (page) => {
    await page.goto(`${site.address}/train?run=1`)
    const shown = async () => [
      await page.locator('.run-table tbody').innerText(),
      await page.locator('.epochs').innerText(),
      await page.locator('.chart-dark').first().getAttribute('d'),
    ]
    const before = await shown()
    process.kill(processesOf(site).web, 'SIGKILL')
    await apiOf(site).ready()
    await page.reload()
    expect(await shown()).toEqual(before)
  })
}, 60_000)

it('works without JavaScript', async () => {
  await withPage(
    async (page) => {
      await page.goto(`${site.address}/train`)
      await page.getByLabel(train.recipe.fields.epochs[0]).fill('2')
      await page.getByRole('button', { name: train.recipe.start }).click()
      await page.waitForURL(/run=\d+/)
      await page.getByText(training.states.done, { exact: true }).waitFor({ timeout: 60_000 }) // it asks again by itself
      expect(await page.getByLabel(train.recipe.fields.epochs[0]).inputValue()).toBe('2')
      await page
        .getByRole('button', { name: /^Let it serve: model \d+$/ })
        .first()
        .click()
      await expect.poll(() => serving(page)).not.toContain(train.runs.version(1))

      // What the browser would not have let through comes back with what is wrong.
      await page.goto(`${site.address}/train?epochs=0&problem=BAD_INPUT`)
      expect(await page.locator('#epochs-hint').innerText()).toContain('Not within its limits')
    },
    { javaScriptEnabled: false },
  )
}, 120_000)

it('shows what weight decay does', async () => {
  await withPage(async (page) => {
    const problems = await collectProblems(page)
    await page.goto(`${site.address}/weight-decay`)
    await page.getByRole('button', { name: weightDecay.start }).click()
    await page
      .getByRole('button', { name: weightDecay.again })
      .and(page.locator(':enabled'))
      .waitFor({ timeout: 60_000 })
    for (const summary of await page.locator('summary').all()) await summary.click()
    const table = page.getByRole('table', { name: weightDecay.glance.table })
    const rows = await Promise.all(
      (await table.locator('tbody tr').all()).map((row) => row.locator('th, td').allInnerTexts()),
    )
    expect(rows.map(([wd]) => wd)).toEqual(['0', '0.01', '0.1', '0.3', '1'])
    const column = (index: number) => rows.map((row) => Number(row[index]))
    const [trainLosses, validLosses, rms] = [column(1), column(2), column(4)]
    // The more decay, the worse the fit and the smaller the weights; held out, neither end is best.
    expect(trainLosses).toEqual(trainLosses.toSorted((a, b) => a - b))
    expect(rms).toEqual(rms.toSorted((a, b) => b - a))
    const best = validLosses.indexOf(Math.min(...validLosses))
    expect([1, 2, 3]).toContain(best)
    if (process.env['ONECYCLE_TEST_DATA']) {
      // Measured with PyTorch for 0, 0.01 and 0.1; other random starts.
      for (const [i, loss] of [0.888, 0.87, 0.813].entries())
        expect(Math.abs(validLosses[i]! - loss)).toBeLessThan(0.015)
    }
    expect(problems).toEqual([])
  })
}, 120_000)

faultlessInEveryLook(
  () => site,
  ['/train?compare=1&compare=2', '/train?epochs=0&problem=BAD_INPUT', '/weight-decay', '/api'],
)

/** Notes what the page shows from now on: the bar, points of the chart, epochs in the table. */
async function watch(page: Page) {
  // As text: the tests are compiled without the DOM, like the packages whose sources they read.
  const seen = await page.evaluateHandle<{ percents: number[]; points: number[]; epochs: number[] }>(`(() => {
    const seen = { percents: [], points: [], epochs: [] }
    const note = () => {
      const bar = document.querySelector('[role=progressbar]')
      seen.percents.push(Number(bar.getAttribute('aria-valuenow')))
      seen.points.push((document.querySelector('.chart-dark')?.getAttribute('d') ?? '').length)
      seen.epochs.push([...document.querySelectorAll('.epochs tbody tr')].filter((row) => row.cells[2].textContent).length)
    }
    new MutationObserver(note).observe(document.querySelector('#content'), { subtree: true, attributes: true, childList: true })
    note()
    return seen
  })()`)
  return () => seen.jsonValue()
}
