import { createServer, type AddressInfo } from 'node:net'
import { OnecycleError } from '@onecycle/tensor-core'

/** Reads PORT. @throws OnecycleError `BAD_PORT` */
export const parsePort = (text: string): number => {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new OnecycleError('BAD_PORT', `PORT is "${text}"; expected a number from 0 to 65535`, { text })
}

/**
 * Makes sure that a server can listen there.
 *
 * @returns the port, a free one where it was 0
 * @throws OnecycleError `PORT_IN_USE`, `PORT_UNUSABLE`
 */
export const checkPort = async (port: number, host: string): Promise<number> => {
  const server = createServer()
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
    })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      const message =
        `Port ${port} on ${host} is in use: stop what listens there or choose another with ` +
        `PORT=${port < 65_535 ? port + 1 : 3000} npm run demo`
      throw new OnecycleError('PORT_IN_USE', message, { port, host })
    }
    const message = `Port ${port} on ${host} cannot be used (${code}): choose another PORT or HOST`
    throw new OnecycleError('PORT_UNUSABLE', message, { port, host, code })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
