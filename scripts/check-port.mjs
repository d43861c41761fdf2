/** Says that a port is taken before anything is installed or built for a server that could not start. */
import { createServer } from 'node:net'
import { fail } from './process.mjs'

export const checkPort = async (portText, host) => {
  const port = Number(portText)
  if (!/^\d+$/.test(portText) || port > 65_535)
    fail(`PORT is "${portText}"; expected a number from 0 to 65535`)
  const code = await new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
  if (code === undefined) return
  if (code !== 'EADDRINUSE')
    fail(`Port ${port} on ${host} cannot be used (${code}): choose another PORT or HOST`)
  const other = port < 65_535 ? port + 1 : 3000
  fail(
    `Port ${port} on ${host} is in use: stop what listens there or choose another with ` +
      `PORT=${other} npm run demo`,
  )
}
