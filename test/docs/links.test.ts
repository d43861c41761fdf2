import { globSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md', 'apps/*/*.md'], {
  cwd: root,
  exclude: ['docs/api'],
}).sort()

/** The commands' own addresses, `http://127.0.0.1:3000`, are not on the web. */
const onThisMachine = (host: string) => host === '127.0.0.1' || host === 'localhost'

/** The file of this repository that an address on GitHub shows; null for anything else. */
function ownFile(address: URL): string | null {
  const onGithub = ['github.com', 'raw.githubusercontent.com'].includes(address.hostname)
  const [, repository, ...rest] = address.pathname.split('/').filter(Boolean)
  if (!onGithub || repository?.replace(/\.git$/, '') !== 'onecycle') return null
  const [kind = ''] = rest
  if (address.hostname === 'github.com' && rest.length > 0 && !['blob', 'tree', 'raw'].includes(kind))
    return null
  return decodeURI(rest.slice(address.hostname === 'github.com' ? 2 : 1).join('/'))
}

const withoutCode = (markdown: string) => markdown.replace(/^```.*?^```$/gms, '')

interface Link {
  page: string
  text: string
  target: string
}

/** Links and images of a page that lead to a file or a heading; `text` is what is linked. */
async function linksOf(page: string): Promise<Link[]> {
  const prose = withoutCode(await readFile(join(root, page), 'utf8'))
  return [...prose.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map(([, text = '', target = '']) => ({ page, text, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target))
}

/** The anchors that a page's headings have on GitHub. */
const anchorsOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

it.each((await Promise.all(pages.map(linksOf))).flat())(
  '$page leads to $target',
  async ({ page, text, target }) => {
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? join(root, page) : join(root, dirname(page), decodeURI(path))
    expect(await stat(file).catch(() => null)).not.toBeNull()
    if (anchor !== undefined) expect(anchorsOf(await readFile(file, 'utf8'))).toContain(anchor)
    // A link such as [`runFit`](training-loop.ts) promises that the name is there.
    const name = /^`(\w+)`$/.exec(text)?.[1]
    if (name && path.endsWith('.ts')) {
      expect(await readFile(file, 'utf8')).toMatch(new RegExp(`\\b${name}\\b`))
    }
  },
)

/** Addresses on the web, in links or as they stand. */
async function addressesOf(page: string): Promise<{ page: string; address: string }[]> {
  const prose = withoutCode(await readFile(join(root, page), 'utf8')).replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\bhttps?:[^\s<>"|)\]]*/g)].map(([address]) => ({
    page,
    address: address.replace(/[.,;:]+$/, ''),
  }))
}

// No test asks the net: that what is there has moved is found by readers.
it.each((await Promise.all(pages.map(addressesOf))).flat())(
  '$page has $address, which is one, and safe',
  async ({ address }) => {
    expect(URL.canParse(address)).toBe(true)
    const url = new URL(address)
    if (!onThisMachine(url.hostname)) expect(url.protocol).toBe('https:')
    const file = ownFile(url)
    if (file !== null) expect(await stat(join(root, file)).catch(() => null)).not.toBeNull()
  },
)

it.each([
  ['https://github.com/someone/onecycle', ''],
  ['https://github.com/someone/onecycle.git', ''],
  ['https://github.com/someone/onecycle/blob/main/docs/gpu.md#cards', 'docs/gpu.md'],
  ['https://github.com/someone/onecycle/tree/main/docs', 'docs'],
  [
    'https://raw.githubusercontent.com/someone/onecycle/HEAD/docs/pictures/home.png',
    'docs/pictures/home.png',
  ],
  ['https://github.com/someone/onecycle/issues/8', null],
  ['https://github.com/fastai/fastai/blob/main/README.md', null],
  ['https://example.org/someone/onecycle/blob/main/docs/gpu.md', null],
])('%s shows the file %j of this repository', (address, file) => expect(ownFile(new URL(address))).toBe(file))
