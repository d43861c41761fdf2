import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { referenceFile } from './reference.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'onecycle-reference-'))
  const folder = join(root, 'docs', 'api', 'classes')
  await mkdir(folder, { recursive: true })
  await writeFile(join(root, 'pnpm-workspace.yaml'), '')
  await writeFile(join(root, 'docs', 'secret.html'), 'outside')
  await writeFile(join(folder, 'A.html'), '<script src="a.js"></script><script>b()</script>')
  await writeFile(join(folder, 'notes.txt'), 'of a kind that a reference does not have')
  vi.spyOn(process, 'cwd').mockReturnValue(root)
})
afterAll(() => rm(root, { recursive: true }))

it('every script of a page carries the nonce', async () => {
  const file = await referenceFile(['classes', 'A.html'], 'abc')
  expect(file).toMatchObject({
    type: 'text/html; charset=utf-8',
    content: '<script nonce="abc" src="a.js"></script><script nonce="abc">b()</script>',
  })
})

it.each([
  [['..', 'secret.html']],
  [['classes', '..', '..', 'secret.html']],
  [['../secret.html']],
  [['..%2fsecret.html']],
  [['/etc', 'passwd']],
  [['classes']],
  [['classes', 'notes.txt']],
  [['classes', 'B.html']],
  [[]],
])('%j leads to nothing', async (path) => expect(await referenceFile(path, '')).toBeNull())
