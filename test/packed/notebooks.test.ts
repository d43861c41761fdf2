import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plot } from '@onecycle/learner'
import { toSvg } from '@onecycle/learner/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alike } from '../../scripts/lesson/alike.ts'
import { blocksOf } from '../../scripts/lesson/chapter.ts'
import { notebookFolder, pictureFolder, readChapters } from '../../scripts/lesson/folders.ts'
import { denoIfInstalled, runCells } from './deno-kernel.ts'
import { installPacked } from './pack.ts'

const deno = denoIfInstalled()
const chapters = await readChapters()

/** As the chapters run: without MovieLens, MNIST and the net. */
const offline = "globalThis.fetch = () => Promise.reject(new Error('offline')); undefined"

let folder: string
let env: NodeJS.ProcessEnv

async function codeOf(name: string): Promise<string[]> {
  const { cells } = JSON.parse(await readFile(join(notebookFolder, `${name}.ipynb`), 'utf8')) as {
    cells: { cell_type: string; source: string[] }[]
  }
  return cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''))
}

/** A picture as a page has it: digits show themselves as SVG, plots as what JupyterLab draws. */
const svgOf = (shown: Readonly<Record<string, unknown>>): string | Promise<string> =>
  (shown['image/svg+xml'] as string | undefined) ??
  toSvg({ spec: shown['application/vnd.vegalite.v5+json'] as Plot['spec'] })

describe.skipIf(!deno)('the notebooks of the lesson, in a folder with the packed packages', () => {
  beforeAll(async () => {
    folder = await installPacked()
    const empty = join(folder, 'empty')
    await mkdir(empty)
    const quiet = { DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
    env = { ...process.env, ...quiet, ONECYCLE_DATA: empty, XDG_CACHE_HOME: empty }
  }, 240_000)

  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  it.for(chapters)('$name prints and shows what its chapter does', async (chapter, { signal }) => {
    const blocks = blocksOf(chapter)
    const pictures = blocks.flatMap(({ picture }) => picture?.name ?? [])
    const cells = [offline, ...(await codeOf(chapter.name))]
    const { printed, shown } = await runCells(deno!, cells, pictures.length, { folder, env, signal })
    for (const [i, { output }] of blocks.entries()) {
      if (!alike(output, printed[i + 1]!)) expect(printed[i + 1]).toBe(output)
    }
    expect(shown).toHaveLength(pictures.length)
    for (const [i, name] of pictures.entries()) {
      const committed = await readFile(join(pictureFolder, `${name}.svg`), 'utf8')
      expect(alike(committed, await svgOf(shown[i]!), 3), `${name}.svg is another picture`).toBe(true)
    }
  })
})
