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
