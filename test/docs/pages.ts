import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../architecture/workspace.ts'

/** The pages whose code people copy. Chapters of the lesson are programs of their own: lesson.test.ts. */
export const pages: readonly string[] = globSync(['README.md', 'packages/*/README.md', 'docs/**/*.md'], {
  cwd: root,
  exclude: ['docs/api'],
})
  .filter((page) => !/^docs\/lesson\/\d/.test(page))
  .sort()

export interface CodeBlock {
  /** What stands after the fence: `ts`, `sh` or `text`. */
  readonly language: string
  readonly code: string
}

export const codeBlocksOf = (page: string): CodeBlock[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^ *```(\S*)\n(.*?)^ *```$/gms)].map(
    ([, language = '', code = '']) => ({ language, code }),
  )

/** The commands of a page, without their comments. */
export const commandsOf = (page: string): string[] =>
  codeBlocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.split('\n'))
    .map((line) => line.replace(/\s+# .*$/, '').trim())
    .filter((line) => line !== '')
