import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { serve } from './serve.ts'

const program = fileURLToPath(new URL('first-recommendation.ts', import.meta.url))
const once = async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', program])
  return stdout.trim().split('\n')
}

const [first] = await once()
await serve(`Node ${process.version}, TypeScript sources; ${first}`, async () => {
  const start = performance.now()
  const [, peakMiB] = await once()
  return { value: (performance.now() - start) / 1000, peakMiB: Number(peakMiB) }
})
