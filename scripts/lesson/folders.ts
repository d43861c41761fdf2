import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseChapter, type Chapter } from './chapter.ts'

const docs = fileURLToPath(new URL('../../docs', import.meta.url))

export const chapterFolder = join(docs, 'lesson')
export const pictureFolder = join(docs, 'pictures', 'lesson')
export const notebookFolder = join(docs, 'lesson', 'notebooks')

/** The chapters in their order: the files of `docs/lesson` that begin with a number. */
export async function readChapters(): Promise<Chapter[]> {
  const files = (await readdir(chapterFolder)).filter((file) => /^\d\d-.*\.md$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) =>
      parseChapter(file.slice(0, -'.md'.length), await readFile(join(chapterFolder, file), 'utf8')),
    ),
  )
}
