import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newVisitor, readOrMakeKey, sign, verify } from './visitor-id.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'key-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it('makes a key once, for its owner alone', () => {
  const file = join(folder, 'home', 'key')
  const key = readOrMakeKey(file)
  expect(key).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readOrMakeKey(file)).toEqual(key)
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
