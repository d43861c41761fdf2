/**
 * Asks the registry for known faults in what is shipped, and fails where one is severe (high, critical):
 * `npm run audit`. A registry that does not answer, as mirrors often do not, costs one line and no failure.
 */
import { run } from './process.mjs'

const limits = { npm_config_fetch_retries: '0', npm_config_fetch_timeout: '30000' }
const parameters = ['audit', '--prod', '--audit-level=high', '--ignore-registry-errors']
const { code, output } = await run('pnpm', parameters, { env: { ...process.env, ...limits }, quiet: true })
const isAudited = code !== 0 || output.includes('vulnerabilities found')
console.log(
  isAudited ? output.trim() : `Not audited, since the registry does not answer that: ${output.trim()}`,
)
process.exitCode = code
