import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { checkPort, parsePort } from './port.ts'

const host = '127.0.0.1'

it('refuses a port where something listens, and accepts it afterwards', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  await expect(checkPort(port, host)).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use: stop what listens there or choose another with PORT=${port + 1} npm run demo`,
  )
  await new Promise((resolve) => server.close(resolve))
  expect(await checkPort(port, host)).toBe(port)
})

it('finds a free port for 0', async () => {
  expect(await checkPort(0, host)).toBeGreaterThan(0)
})

it('says so when the address is none of this machine', async () => {
  await expect(checkPort(0, '192.0.2.1')).rejects.toThrow('cannot be used (EADDRNOTAVAIL)')
})

it('reads PORT', () => {
  expect(parsePort('3000')).toBe(3000)
  for (const text of ['', 'http', '-1', '65536', '3e3', ' 80']) {
    expect(() => parsePort(text)).toThrow(`PORT is "${text}"; expected a number from 0 to 65535`)
  }
})
