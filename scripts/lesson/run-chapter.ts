import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { blocksOf, type Chapter } from './chapter.ts'
import { mark, programOf } from './program.ts'

/** A chapter as it is when its blocks have run, and its pictures: SVG by name. */
export interface Run {
  readonly chapter: Chapter
  readonly pictures: ReadonlyMap<string, string>
  /** What the blocks said on the error stream, which no page holds: times, which are others on every run. */
  readonly asides: string
}

// Imports are found from where the program lies, and this workspace depends on all packages.
const programs = fileURLToPath(new URL('../../test/docs', import.meta.url))
const offline = 'data:text/javascript,globalThis.fetch=()=>Promise.reject(new Error("offline"))'

/** Runs the blocks of a chapter in a process of their own: without MovieLens, MNIST and the net, on samples. */
export async function runChapter(chapter: Chapter): Promise<Run> {
  const blocks = blocksOf(chapter)
  const folder = await mkdtemp(join(tmpdir(), 'onecycle-lesson-'))
  const program = join(programs, `${chapter.name}-${process.pid}.mts`)
  try {
    await writeFile(program, programOf(blocks))
    const parameters = ['--conditions=source', `--import=${offline}`, program]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, parameters, {
      cwd: folder,
      env: { ...process.env, ONECYCLE_DATA: folder, XDG_CACHE_HOME: folder, NO_COLOR: '1' },
    })
    const outputs = stdout.split(`${mark}\n`).slice(1)
    let at = 0
    const parts = chapter.parts.map((part) =>
      part.kind === 'block' ? { ...part, output: outputs[at++] ?? '' } : part,
    )
    const names = blocks.flatMap(({ picture }) => picture?.name ?? [])
    const drawn = await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, `${name}.svg`), 'utf8')] as const),
    )
    return { chapter: { ...chapter, parts }, pictures: new Map(drawn), asides: stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(program, { force: true })
  }
}
