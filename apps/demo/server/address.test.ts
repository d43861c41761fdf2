import { expect, it } from 'vitest'
import { adminToken, checkAddress, isLoopback } from './address.ts'

it.each(['127.0.0.1', '127.8.9.10', 'localhost', 'LOCALHOST', 'site.localhost', '::1', '[::1]'])(
  '%s is this machine alone',
  (name) => expect(isLoopback(name)).toBe(true),
)

it.each([
  '0.0.0.0',
  '::',
  '192.168.1.7',
  '127.evil.example',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '',
])('%s is not', (name) => expect(isLoopback(name)).toBe(false))

it('takes no token that could be found by trying', () => {
  expect(adminToken({})).toBeNull()
  expect(adminToken({ ONECYCLE_ADMIN_TOKEN: '' })).toBeNull()
  expect(adminToken({ ONECYCLE_ADMIN_TOKEN: '0123456789abcdef' })).toBe('0123456789abcdef')
  expect(() => adminToken({ ONECYCLE_ADMIN_TOKEN: 'x'.repeat(15) })).toThrow(
    'has 15 characters; expected at least 16',
  )
  for (const example of ['x'.repeat(64), 'change-me-change-me', 'my-secret-token-123', 'Password12345678']) {
    expect(() => adminToken({ ONECYCLE_ADMIN_TOKEN: example })).toThrow('make one: openssl rand -hex 32')
  }
})

it('asks for a token where others can reach the site', () => {
  expect(() => checkAddress('127.0.0.1', {})).not.toThrow()
  expect(() => checkAddress('0.0.0.0', {})).toThrow('HOST is 0.0.0.0, where others can reach the site')
  expect(() => checkAddress('0.0.0.0', { ONECYCLE_ADMIN_TOKEN: '0123456789abcdef' })).not.toThrow()
})
