import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const data = process.env['ONECYCLE_TEST_DATA']
const packages = (await readdir(join(root, 'packages'))).map((name) => `packages/${name}/README.md`)

/** The TypeScript of a page, block by block. */
const blocksOf = (markdown: string) =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]!)

describe.each(['README.md', ...packages])('%s', async (page) => {
  const blocks = blocksOf(await readFile(join(root, page), 'utf8'))
  let folder: string
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-docs-'))))
  afterAll(() => rm(folder, { recursive: true }))

  it('has code', () => expect(blocks.length).toBeGreaterThan(0))

  for (const [i, code] of blocks.entries()) {
    // Without MovieLens there is nothing to run what loads it on.
    it.skipIf(code.includes('movieLens100k(') && !data)(`block ${i + 1} runs`, async () => {
      const file = join(root, 'test', 'docs', `block-${process.pid}-${i}.mts`)
      await writeFile(file, code)
      try {
        const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', file], {
          cwd: folder,
          env: { ...process.env, ...(data && { ONECYCLE_DATA: data }) },
        })
        expect(stdout).not.toContain('undefined')
      } finally {
        await rm(file)
      }
    })
  }
})
