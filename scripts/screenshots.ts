/**
 * `npm run screenshots`: every page of the built demo on sample data, at two widths, light and dark, as pictures
 * in `screenshots/`, which git ignores. Names after the command choose some: `npm run screenshots -- home rate`.
 * Those that the README shows, one window high, come as `readme-NAME.png`, to be copied to `docs/pictures/`.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withPage } from '../test/browser/chromium.ts'
import { rateSome } from '../test/browser/rate-some.ts'
import { withSite } from '../test/browser/site.ts'
import { root } from './process.mjs'

/** A picture's name and the page that it shows. */
const pages: Readonly<Record<string, string>> = {
  home: '/',
  rate: '/rate',
  recommendations: '/recommendations',
  'recommendations-of-another': '/recommendations?user=196',
  quality: '/quality',
  film: '/film/5',
  bias: '/bias',
  pca: '/pca',
  factors: '/factors',
  train: '/train',
  'weight-decay': '/weight-decay',
  mnist: '/mnist',
  lesson: '/lesson',
  chapter: '/lesson/10-weight-decay',
  reference: '/reference/modules/_onecycle_collab.index.html',
  api: '/api',
  'not-found': '/nowhere',
}

const inReadme = ['home', 'rate']

const widths = [1280, 390]
const themes = ['light', 'dark'] as const

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !Object.hasOwn(pages, name))
if (unknown.length > 0) {
  console.error(`there is no page ${unknown.join(', ')}; expected some of ${Object.keys(pages).join(', ')}`)
  process.exit(2)
}
const folder = join(root, 'screenshots')
if (chosen.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

/** Starts what a page has nothing to show without, and waits for its end. */
async function prepare(address: string): Promise<void> {
  while (!(await fetch(`${address}/readyz`)).ok) await sleep(100)
  const jobs = [
    ['/api/training/digits', { model: 'nn' }],
    ['/api/training/digits', { model: 'cnn' }],
    ['/api/training/quality', {}],
    ['/api/training/weight-decay', {}],
    ['/api/training/find-lr', {}],
  ] as const
  for (const [path, body] of jobs) {
    while (!(await post(address + path, body)).ok) await sleep(100) // until the one before is over
  }
  await sleep(2000)
}

const post = (url: string, body: object) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(url).origin },
    body: JSON.stringify(body),
  })

await withSite(
  async ({ address }) => {
    await prepare(address)
    for (const width of widths) {
      for (const colorScheme of themes) {
        await withPage(
          async (page) => {
            await page.goto(`${address}/rate`)
            await rateSome(page, [4.5, 2, 5, 1, 3.5])
            for (const name of chosen.length > 0 ? chosen : Object.keys(pages)) {
              await page.goto(address + pages[name]!)
              await page.evaluate(`for (const image of document.images) image.loading = 'eager'`)
              await page.waitForLoadState('networkidle')
              const path = join(folder, `${name}-${width}-${colorScheme}.png`)
              await page.screenshot({ path, fullPage: true })
              console.log(path)
              if (inReadme.includes(name) && width === 1280 && colorScheme === 'light')
                await page.screenshot({ path: join(folder, `readme-${name}.png`) })
            }
          },
          { colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } },
        )
      }
    }
  },
  { sample: true },
)
