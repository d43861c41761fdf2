import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../architecture/workspace.ts'

/** A process of the demo that nothing starts again. */
export interface Running {
  readonly pid: number
  /** What it has printed so far. */
  readonly output: () => string
  /** How its end came. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Ends it at once, as a crash or a lack of memory does. */
  readonly kill: () => Promise<void>
  /** Asks it to end. */
  readonly stop: () => Promise<void>
}

export interface ProcessOptions {
  /** The folder of all that the site keeps. */
  readonly home: string
  readonly env?: Readonly<Record<string, string>>
}

const start = (script: string, { home, env = {} }: ProcessOptions): Running => {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'apps', 'demo', script)],
    {
      cwd: join(root, 'apps', 'demo'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        ONECYCLE_HOME: home,
        ONECYCLE_DATA: 'sample',
        ONECYCLE_BACKEND: 'wasm',
        ...env,
      },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

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
