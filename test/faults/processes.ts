import { setTimeout as sleep } from 'node:timers/promises'
import { startProcess, type Running } from '../browser/process.ts'

export interface ProcessOptions {
  /** The folder of all that the site keeps. */
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
}

const start = (script: string, { home, env }: ProcessOptions): Running =>
  startProcess(script, {
    HOME: home,
    NODE_ENV: 'production',
    ONECYCLE_HOME: home,
    ONECYCLE_DATA: 'sample',
    ONECYCLE_BACKEND: 'wasm',
    ...env,
  })

export const startTrainer = (options: ProcessOptions): Running => start('trainer/main.ts', options)

export interface Web extends Running {
  readonly address: string
}

/** Starts the site. @returns it once it answers */
export async function startWeb({
  port,
  ...options
}: ProcessOptions & { readonly port: number }): Promise<Web> {
  const env = { ...options.env, HOST: '127.0.0.1', PORT: String(port) }
  const web = start('server/front/main.ts', { ...options, env })
  const address = `http://127.0.0.1:${port}`
  const gone = web.ended.then((how) => {
    throw new Error(`the site ended with ${how}:\n${web.output()}`)
  })
  gone.catch(() => undefined)
  const answers = () => fetch(`${address}/healthz`).then(({ ok }) => ok, () => false) // prettier-ignore
  while (!(await Promise.race([answers(), gone]))) await sleep(20)
  return { ...web, address }
}
