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

/** The ts blocks of a page, one by one. */
const blocksOf = (markdown: string) =>
  [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]!)

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'onecycle-docs-'))))
afterAll(() => rm(folder, { recursive: true }))

/** Runs a program; what it prints. */
async function printed(code: string, name: string): Promise<string> {
  const file = join(root, 'test', 'docs', `${name}-${process.pid}.mts`)
  await writeFile(file, code)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', file], {
      cwd: folder,
      env: { ...process.env, ...(data && { ONECYCLE_DATA: data }) },
    })
    return stdout
  } finally {
    await rm(file)
  }
}

// Without MovieLens there is nothing to run what loads it on.
const needsData = (code: string) => code.includes('movieLens100k(') && !data

describe.each(['README.md', ...packages])('%s', async (page) => {
  const blocks = blocksOf(await readFile(join(root, page), 'utf8'))

  it('has code', () => expect(blocks.length).toBeGreaterThan(0))

  for (const [i, code] of blocks.entries()) {
    it.skipIf(needsData(code))(`block ${i + 1} runs`, async () => {
      expect(await printed(code, `block-${i}`)).not.toContain('undefined')
    })
  }
})
