import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alike } from '../../scripts/lesson/alike.ts'
import { blocksOf, renderChapter } from '../../scripts/lesson/chapter.ts'
import { chapterFolder, notebookFolder, pictureFolder, readChapters } from '../../scripts/lesson/folders.ts'
import { notebookOf } from '../../scripts/lesson/notebook.ts'
import { runChapter } from '../../scripts/lesson/run-chapter.ts'

const chapters = await readChapters()
const again = 'if this is meant: npm run lesson -- --write'

interface Notebook {
  nbformat: number
  cells: { cell_type: string; source: string[] }[]
}

describe.each(chapters)('$name', (chapter) => {
  it('prints and draws what the page shows', async () => {
    const run = await runChapter(chapter)
    const [page, printed] = [renderChapter(chapter), renderChapter(run.chapter)]
    if (!alike(page, printed)) expect(printed, again).toBe(page)
    expect(printed).not.toContain('undefined')
    for (const [name, drawn] of run.pictures) {
      const committed = await readFile(join(pictureFolder, `${name}.svg`), 'utf8')
      expect(alike(committed, drawn, 3), `${name}.svg is drawn otherwise now; ${again}`).toBe(true)
      expect(drawn.length, `${name}.svg is too large for a page`).toBeLessThan(60_000)
    }
  })

  it('is a notebook, too', async () => {
    const committed = await readFile(join(notebookFolder, `${chapter.name}.ipynb`), 'utf8')
    expect(committed, again).toBe(notebookOf(chapter))
    const { nbformat, cells } = JSON.parse(committed) as Notebook
    expect(nbformat).toBe(4)
    const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''))
    expect(code.map((cell) => cell.replaceAll("'npm:@", "'@"))).toEqual(
      blocksOf(chapter).map((block) => block.code.trim()),
    )
  })
})

it('every picture belongs to a chapter', async () => {
  const drawn = chapters.flatMap((chapter) => blocksOf(chapter).flatMap(({ picture }) => picture?.name ?? []))
  expect((await readdir(pictureFolder)).sort()).toEqual(drawn.map((name) => `${name}.svg`).sort())
})

it('the list of chapters has all of them, in order', async () => {
  const list = await readFile(join(chapterFolder, 'README.md'), 'utf8')
  const listed = [...list.matchAll(/\]\((\d\d-[\w-]+)\.md\)/g)].map(([, name]) => name)
  expect(listed).toEqual(chapters.map(({ name }) => name))
})

it.each([
  ['a 0.5', 'a 0.5', true],
  ['a 0.500', 'a 0.509', true],
  ['a 0.500', 'a 0.520', false],
  ['12 rows', '13 rows', false],
  ['a 0.5', 'b 0.5', false],
])('%j and %j are alike: %j', (a, b, same) => expect(alike(a, b)).toBe(same))
