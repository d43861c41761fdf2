import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serve } from './serve.ts'

const program = fileURLToPath(new URL('first-recommendation.ts', import.meta.url))
const once = () => promisify(execFile)(process.execPath, ['--conditions=source', program])

const { stdout } = await once()
await serve(`Node ${process.version}, TypeScript sources; ${stdout.trim()}`, async () => {
  const start = performance.now()
  await once()
  return (performance.now() - start) / 1000
})
