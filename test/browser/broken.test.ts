import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { texts } from '../../apps/demo/lib/texts.ts'
import { withPage } from './chromium.ts'
import { faultlessInEveryLook } from './looks.ts'
import { apiOf } from './site-api.ts'
import { startSite } from './site.ts'

const { error, rate } = texts

// A folder stands where the key of the visitors' cookies should be: no page can tell who is asking.
let home: string
let site: Awaited<ReturnType<typeof startSite>>
const key = () => join(home, 'visitor-key')

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'onecycle-broken-'))
  site = await startSite({ sample: true, env: { ONECYCLE_HOME: home } })
  await apiOf(site).ready()
  await rm(key())
  await mkdir(key())
})
afterAll(async () => {
  await site.stop()
  await rm(home, { recursive: true, force: true })
})

faultlessInEveryLook(
  () => site,
  [
    [
      'a page that fails',
      async (page) => {
        await page.goto(`${site.address}/rate`)
        await page.getByRole('heading', { level: 1, name: error.title }).waitFor()
      },
    ],
  ],
)

it('says where the log tells more, and is there once what was broken is mended', async () => {
  await withPage(async (page) => {
    const response = await page.goto(`${site.address}/rate`)
    expect(response!.status()).toBe(500)
    const caption = await page.locator('.headline-figure > span').innerText()
    const [digest] = /\d+$/.exec(caption)!
    expect(site.output()).toContain(digest)
    expect(await page.getByRole('main').innerText()).not.toContain(home)

    await rmdir(key())
    await page.getByRole('button', { name: error.again }).click()
    await page.getByRole('heading', { level: 1, name: rate.title }).waitFor()
  })
})
