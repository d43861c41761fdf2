import { expect, it } from 'vitest'
import { clientOf } from './client.ts'

const from = (remoteAddress: string, forwarded?: string) => ({
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  socket: { remoteAddress },
})

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, client) => expect(clientOf(from(address), false)).toBe(client))

it('who comes directly is not believed', () => {
  expect(clientOf(from('203.0.113.7', '198.51.100.1'), false)).toBe('203.0.113.7')
})

it('behind a proxy the address that the proxy added counts', () => {
  expect(clientOf(from('10.0.0.1', '6.6.6.6, 198.51.100.1'), true)).toBe('198.51.100.1')
  expect(clientOf(from('10.0.0.1', 'nonsense'), true)).toBe('10.0.0.1')
  expect(clientOf(from('10.0.0.1'), true)).toBe('10.0.0.1')
})
