import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** As text: the tests are compiled without the DOM, like the packages whose sources they read. */
const watchTitle = `{
  let titled = false
  const look = () => {
    if (titled && !document.title) console.error('the page has lost its title')
    titled = document.title !== ''
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
}`

/**
 * Errors in the scripts and the console of the pages that are opened from now on, with the address that they are
 * about, and titles that go while a page changes.
 */
export async function collectProblems(page: Page): Promise<string[]> {
  const problems: string[] = []
  await page.addInitScript(watchTitle)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} (${message.location().url})`)
  })
  return problems
}

/** By a sheet of styles: React may still have to find the rows as they were sent. */
const hideRows = `{
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('tbody tr:nth-child(n + 25) { display: none !important }')
  document.adoptedStyleSheets.push(sheet)
}`

const axe = createRequire(import.meta.url).resolve('axe-core')

/**
 * What axe-core finds wrong for people with disabilities. Rows of a table are alike: some stand for all, and the
 * others are hidden, since thousands take it long.
 *
 * @param except rules that are not applied
 */
export async function accessibilityFaultsOn(page: Page, except: readonly string[] = []): Promise<string[]> {
  // Past the site's policy, which lets no script in but its own.
  await page.evaluate(await readFile(axe, 'utf8'))
  await page.evaluate(hideRows)
  const left = except.map((rule) => [rule, { enabled: false }] as const)
  const rules = { 'target-size': { enabled: true }, ...Object.fromEntries(left) } // axe leaves it out by itself
  const options = JSON.stringify({ resultTypes: ['violations'], rules })
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}
