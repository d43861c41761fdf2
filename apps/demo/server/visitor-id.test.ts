import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVisitor, sign, verify, visitorKey } from './visitor-id.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'key-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('makes a key once, for its owner alone', () => {
  const file = join(folder, 'home', 'key')
  const key = visitorKey(file, {})
  expect(key).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(visitorKey(file, {})).toEqual(key)
})

it('makes one key, whoever comes at the same moment', async () => {
  const file = join(folder, 'key')
  const module = new URL('./visitor-id.ts', import.meta.url).href
  const script = `import { visitorKey } from ${JSON.stringify(module)}
    console.log(visitorKey(${JSON.stringify(file)}, {}).toString('hex'))`
  const flags = ['--conditions=source', '--input-type=module', '-e', script]
  const keys = await Promise.all(
    Array.from({ length: 4 }, async () => (await promisify(execFile)(process.execPath, flags)).stdout.trim()),
  )
  expect(new Set(keys)).toEqual(new Set([visitorKey(file, {}).toString('hex')]))
  expect(readdirSync(folder)).toEqual(['key'])
})

it('takes a key that machines share, and no weak one', () => {
  const file = join(folder, 'key')
  const key = visitorKey(file, { ONECYCLE_VISITOR_KEY: '0123456789abcdef' })
  expect(key.toString()).toBe('0123456789abcdef')
  expect(readdirSync(folder)).toEqual([])
  expect(() => visitorKey(file, { ONECYCLE_VISITOR_KEY: 'change-me-change-me' })).toThrow(
    'ONECYCLE_VISITOR_KEY looks like an example',
  )
})

it('knows its own cookies and no others', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const [ann, bob] = [newVisitor(), newVisitor()]
  expect(ann).not.toBe(bob)
  const cookie = sign(ann, key)
  expect(verify(cookie, key)).toBe(ann)
  expect(verify(cookie, other)).toBeNull()
  expect(verify(cookie.replace(ann, bob), key)).toBeNull()
  for (const wrong of [undefined, '', ann, `${ann}.`, `.${cookie}`, `${cookie}.x`, cookie.slice(0, -1)])
    expect(verify(wrong, key)).toBeNull()
})
