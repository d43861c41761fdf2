import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { root } from '../architecture/workspace.ts'

/** Runs the audit against a registry that answers like this. */
async function auditAgainst(registry: RequestListener): Promise<{ code: number; output: string }> {
  const server = createServer(registry).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const env = { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/` }
  try {
    return await new Promise((resolve) => {
      const child = execFile(process.execPath, ['scripts/audit.mjs'], { cwd: root, env }, (_, stdout) =>
        resolve({ code: child.exitCode!, output: stdout.trim() }),
      )
    })
  } finally {
    server.close()
  }
}

/** A registry that knows of one fault of this severity in marked, or (null) of none. */
const knowing =
  (severity: string | null): RequestListener =>
  (request, response) => {
    request.resume()
    const advisory = {
      title: 'It does what it should not',
      module_name: 'marked',
      severity,
      vulnerable_versions: '<1000.0.0',
      patched_versions: '>=1000.0.0',
      url: 'https://example.org/1',
      findings: [{ version: '18.0.0', paths: ['apps__demo>marked'] }],
    }
    const counts = { info: 0, low: 0, moderate: 0, high: 0, critical: 0 }
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        advisories: severity ? { 1: advisory } : {},
        metadata: { vulnerabilities: severity ? { ...counts, [severity]: 1 } : counts },
      }),
    )
  }

it('passes where no severe fault is known', async () => {
  expect(await auditAgainst(knowing(null))).toEqual({ code: 0, output: 'No known vulnerabilities found' })
  expect(await auditAgainst(knowing('moderate'))).toEqual({
    code: 0,
    output: '1 vulnerabilities found\nSeverity: 1 moderate',
  })
})

it.each(['high', 'critical'])('fails where one that is %s is known, and names it', async (severity) => {
  const { code, output } = await auditAgainst(knowing(severity))
  expect(code).toBe(1)
  for (const word of ['marked', 'It does what it should not', severity]) expect(output).toContain(word)
})

it('passes with one line where the registry does not answer', async () => {
  const { code, output } = await auditAgainst((_, response) => response.writeHead(405).end())
  expect(code).toBe(0)
  expect(output).toMatch(/^Not audited, since the registry does not answer that: .* responded with 405.*$/)
  const broken = await auditAgainst((request) => request.destroy())
  expect(broken.code).toBe(0)
  expect(broken.output).toMatch(/^Not audited, since the registry does not answer that: .*$/)
})
