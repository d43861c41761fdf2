/** Starts the site and its trainer: what `npm run demo` runs once everything is built. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { OnecycleError } from '@onecycle/tensor-core'
import { backendsFromEnvironment } from '@onecycle/tensor-core/node'
import { checkAddress } from './server/address.ts'
import { visitorKeyFile } from './server/home.ts'
import { startBoth } from './server/processes.ts'
import { checkPort, parsePort } from './server/port.ts'
import { storeTarget } from './server/store.ts'
import { visitorKey } from './server/visitor-id.ts'

const folder = import.meta.dirname

try {
  const host = process.env['HOST'] ?? '127.0.0.1'
  checkAddress(host)
  backendsFromEnvironment()
  storeTarget()
  visitorKey(visitorKeyFile())
  const port = await checkPort(parsePort(process.env['PORT'] ?? '3000'), host)
  if (!existsSync(join(folder, '.next', 'BUILD_ID'))) {
    throw new OnecycleError(
      'NOT_BUILT',
      'The site is not built: npm run demo builds it, or npx turbo run build',
    )
  }
  process.exitCode = await startBoth({ folder, host, port })
} catch (error) {
  console.error(OnecycleError.is(error) ? error.message : error)
  process.exitCode = 1
}
