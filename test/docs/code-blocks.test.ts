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

const lessons = (await readdir(join(root, 'docs/lesson'))).map((name) => `docs/lesson/${name}`)

/** The blocks of a page in a language, one by one. */
const blocksOf = (markdown: string, language: 'ts' | 'text') =>
  [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]!)

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
  const blocks = blocksOf(await readFile(join(root, page), 'utf8'), 'ts')

  it('has code', () => expect(blocks.length).toBeGreaterThan(0))

  for (const [i, code] of blocks.entries()) {
    it.skipIf(needsData(code))(`block ${i + 1} runs`, async () => {
      expect(await printed(code, `block-${i}`)).not.toContain('undefined')
    })
  }
})

describe.each(lessons)('%s', async (page) => {
  const markdown = await readFile(join(root, page), 'utf8')
  const program = blocksOf(markdown, 'ts').join('\n')

  it.skipIf(needsData(program))(
    'is one program, which prints what the page says',
    async () => {
      const output = await printed(program, 'lesson')
      expect(output).not.toContain('undefined')
      let from = 0
      for (const text of blocksOf(markdown, 'text')) {
        const at = output.indexOf(text, from)
        expect(
          at,
          `expected this in the output after its character ${from}:\n${text}\n${output}`,
        ).toBeGreaterThanOrEqual(from)
        from = at + text.length
      }
    },
    60_000,
  )
})
