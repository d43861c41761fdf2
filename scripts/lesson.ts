/**
 * The guide that runs: `npm run lesson -- [--write] [NAME ...]`.
 *
 * Runs the chapters of docs/lesson (or those whose names contain a NAME). With `--write` it puts what their
 * blocks print, their pictures and the notebooks where the reader finds them; without, it says what differs. What
 * they print on the error stream is shown and kept out of the pages.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { alike } from './lesson/alike.ts'
import { renderChapter } from './lesson/chapter.ts'
import { chapterFolder, notebookFolder, pictureFolder, readChapters } from './lesson/folders.ts'
import { notebookOf } from './lesson/notebook.ts'
import { runChapter } from './lesson/run-chapter.ts'

const write = process.argv.includes('--write')
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

await mkdir(pictureFolder, { recursive: true })
await mkdir(notebookFolder, { recursive: true })
for (const chapter of await readChapters()) {
  if (names.length > 0 && !names.some((name) => chapter.name.includes(name))) continue
  const started = performance.now()
  const run = await runChapter(chapter)
  const files: [path: string, text: string, distance: number][] = [
    [join(chapterFolder, `${chapter.name}.md`), renderChapter(run.chapter), 0],
    [join(notebookFolder, `${chapter.name}.ipynb`), notebookOf(run.chapter), 0],
    ...[...run.pictures].map(([name, svg]): [string, string, number] => [
      join(pictureFolder, `${name}.svg`),
      svg,
      3,
    ]),
  ]
  const changed: string[] = []
  for (const [path, text, distance] of files) {
    const before = await readFile(path, 'utf8').catch(() => '')
    if (before === text || (!write && alike(before, text, distance))) continue
    changed.push(path)
    if (write) await writeFile(path, text)
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${chapter.name}  ${seconds} s  ${changed.length === 0 ? 'as it stands' : changed.join(' ')}`)
  process.stdout.write(run.asides)
  if (changed.length > 0 && !write) process.exitCode = 1
}
