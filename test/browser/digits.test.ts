import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { collectProblems } from './faults.ts'
import { faultlessInEveryLook } from './looks.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

const { mnist } = texts

let site: Awaited<ReturnType<typeof startSite>>
let api: ReturnType<typeof apiOf>

beforeAll(async () => {
  site = await startSite()
  api = apiOf(site)
  await api.ready()
})
afterAll(() => site.stop())

/** The strokes of a one, on paper that is 1 wide. */
const one = [
  [0.5, 0.15],
  [0.5, 0.4],
  [0.5, 0.85],
] as const

async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const paper = page.getByRole('application', { name: mnist.paper })
  await paper.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await paper.boundingBox())!
  const at = ([px, py]: readonly [number, number]) => [x + px * width, y + py * height] as const
  await page.mouse.move(...at(points[0]!))
  await page.mouse.down()
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 4 })
  await page.mouse.up()
}

const digitOn = (page: Page) => page.locator('.told-digit strong').innerText()

/** Shares of the ten bars, in percent. */
const barsOn = async (page: Page) =>
  (await page.locator('.digit-share').allInnerTexts()).map((text) => Number(text.replace('%', '')))

describe('/mnist', () => {
  it('offers to train where there is no model yet, and reads what is drawn once there is one', async () => {
    expect((await api.post('/api/digit', { strokes: [[[1, 1]]] })).status).toBe(503)
    await withPage(async (page) => {
      const problems = await collectProblems(page)
      await page.goto(`${site.address}/mnist`)
      await page.getByText(mnist.noModel).waitFor()
      // The example, in 28 by 28: drawn as soon as the script is there.
      await expect.poll(() => page.locator('.seen path').count()).toBeGreaterThan(2)

      await page.getByRole('button', { name: mnist.form.start }).click()
      await page.getByText(texts.training.states.done, { exact: true }).waitFor({ timeout: 60_000 })
      await page.getByRole('heading', { name: mnist.activations.title }).waitFor()
      expect(await digitOn(page)).toBe('7')

      await draw(page, one)
      await expect.poll(() => digitOn(page)).toBe('1')
      const bars = await barsOn(page)
      expect(bars).toHaveLength(10)
      expect(bars.reduce((sum, share) => sum + share)).toBeCloseTo(100, 0)
      expect(bars.indexOf(Math.max(...bars))).toBe(1)

      await page.getByRole('button', { name: mnist.clear }).click()
      await page.getByText(mnist.empty).waitFor()
      expect(await page.getByRole('heading', { name: mnist.activations.title }).count()).toBe(0)
      expect(problems).toEqual([])
    })
  }, 120_000)

  it('is drawn on by keyboard alone, and takes a stroke back', async () => {
    await withPage(async (page) => {
      await page.goto(`${site.address}/mnist`)
      await page.getByRole('application', { name: mnist.paper }).focus()
      await page.keyboard.press('Space')
      for (let i = 0; i < 13; i++) await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
      await expect.poll(() => digitOn(page)).toBe('1')
      await page.keyboard.press('Backspace')
      await page.getByText(mnist.empty).waitFor()
    })
  })

  it('asks another model where one is chosen, whose layers it shows', async () => {
    const started = await api.post('/api/training/digits', { model: 'cnn', epochs: 1 })
    expect(started.status).toBe(202)
    await withPage(async (page) => {
      await page.goto(`${site.address}/mnist`)
      await page.getByText(texts.training.states.done, { exact: true }).waitFor({ timeout: 60_000 })
      await page.getByRole('link', { name: mnist.models.cnn }).click()
      await page.getByRole('heading', { name: 'body.1: 8 × 14 × 14' }).waitFor()
      expect(await page.locator('.activations .maps .pixels').count()).toBe(8 + 16 + 32 + 64 + 1)
      await page.getByRole('link', { name: mnist.models.nn }).click()
      await page.getByRole('heading', { name: 'lin1: 50' }).waitFor()
    })
  }, 120_000)

  it('says without JavaScript what was learned, and trains', async () => {
    await withPage(
      async (page) => {
        await page.goto(`${site.address}/mnist?model=nn`)
        // Locators by text pass over noscript.
        expect(await page.locator('noscript p.note').innerText()).toBe(mnist.needsScript)
        const table = page.getByRole('table', { name: mnist.mistakes.caption })
        const counts = (await table.locator('td').allInnerTexts()).map((text) =>
          Number(text.replace('·', '0').replace(',', '')),
        )
        expect(counts).toHaveLength(100)
        expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(2000)
        expect(await page.locator('.top-losses li').count()).toBe(12)
        await page.getByLabel(mnist.models.logistic).check()
        await page.getByLabel(mnist.form.epochs).fill('1')
        await page.getByRole('button', { name: mnist.form.start }).click()
        await page.getByRole('link', { name: mnist.models.logistic }).waitFor({ timeout: 60_000 })
      },
      { javaScriptEnabled: false },
    )
  }, 120_000)

  faultlessInEveryLook(() => site, [['the page', openWithAnswer]])

  async function openWithAnswer(page: Page): Promise<void> {
    await page.goto(`${site.address}/mnist?model=cnn`)
    await page.getByRole('heading', { name: mnist.activations.title }).waitFor()
  }
})

describe('POST /api/digit', () => {
  it('answers with probabilities, the picture and activations', async () => {
    const strokes = [one.map(([x, y]) => [100 * x, 100 * y])]
    const answer = await api.json<{
      digit: number
      probabilities: number[]
      image: number[]
      milliseconds: number
      layers: { count: number; height: number; width: number; values: number[] }[]
    }>(api.post('/api/digit', { strokes, model: 'nn' }))
    expect(answer.digit).toBe(1)
    expect(answer.probabilities.reduce((sum, share) => sum + share)).toBeCloseTo(1, 3)
    expect(answer.image).toHaveLength(784)
    expect(Math.max(...answer.image)).toBeCloseTo(1)
    for (const { count, height, width, values } of answer.layers)
      expect(values).toHaveLength(count * height * width)
    expect(answer.layers.map(({ width }) => width)).toEqual([50, 10])
  })

  it.each([
    [{ strokes: [] }, 400, 'BAD_INPUT'],
    [{ strokes: [[[1, 'x']]] }, 400, 'BAD_INPUT'],
    [{ strokes: [[[1, 1]]], model: 'oracle' }, 400, 'BAD_INPUT'],
    [{ strokes: [[[1, 1e300]]] }, 400, 'BAD_INPUT'],
  ])('refuses %j', async (body, status, code) => {
    const response = await api.post('/api/digit', body)
    expect([response.status, await api.json(response)]).toMatchObject([status, { code }])
  })
})
