import { existsSync } from 'node:fs'
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core'

const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  // WebGL without a graphics card.
  '--enable-unsafe-swiftshader',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
]

/** Opens an empty page in a browser of its own, 1280 x 800 unless told otherwise. */
export async function withPage(
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  if (!existsSync(path)) {
    throw new Error(
      `there is no Chromium at ${path}: install it (Debian: apt-get install chromium fonts-dejavu-core) ` +
        'or set CHROMIUM to the path of yours',
    )
  }
  const browser = await chromium.launch({ executablePath: path, args: flags })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
    page.setDefaultTimeout(30_000)
    await use(page)
  } finally {
    await browser.close()
  }
}
