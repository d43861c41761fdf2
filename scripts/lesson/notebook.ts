import type { Chapter } from './chapter.ts'

/**
 * A chapter as a notebook (nbformat 4.5) for Deno's kernel, without outputs. Packages are imported by `npm:`
 * specifiers; the value of a cell's last line shows itself, so a picture is where it is in the chapter.
 */
export function notebookOf({ parts }: Chapter): string {
  const cells = parts
    .map((part, i) => ({ id: `cell-${i}`, ...(part.kind === 'prose' ? prose(part.text) : code(part.code)) }))
    .filter(({ source }) => source.length > 0)
  const kernel = { name: 'deno', display_name: 'Deno', language: 'typescript' }
  const language = { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' }
  const metadata = { kernelspec: kernel, language_info: language }
  return JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1) + '\n'
}

const prose = (text: string) => ({
  cell_type: 'markdown',
  metadata: {},
  source: linesOf(text.replace(/\]\((\d\d-[\w-]+)\.md/g, ']($1.ipynb').replaceAll('](../', '](../../')),
})

const code = (text: string) => ({
  cell_type: 'code',
  metadata: {},
  execution_count: null,
  outputs: [],
  source: linesOf(text.replace(/from '@onecycle\//g, "from 'npm:@onecycle/")),
})

/** nbformat keeps a text as its lines, each with its end, and the last without. */
const linesOf = (text: string): string[] =>
  text
    .trim()
    .split(/(?<=\n)/)
    .filter(Boolean)
