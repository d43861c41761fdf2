import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../architecture/workspace.ts'

/** A process of the demo that nothing starts again. */
export interface Running {
  readonly pid: number
  /** What it has printed so far. */
  readonly output: () => string
  /** How its end came. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Ends it at once, as a crash or a lack of memory does. */
  readonly kill: () => Promise<unknown>
  /** Asks it to end. */
  readonly stop: () => Promise<unknown>
  /** Asks it to end, as Ctrl-C does. @returns how its end came */
  readonly interrupt: () => Promise<number | NodeJS.Signals>
}

/** Runs a script of the demo, with an environment of its own. */
export function startProcess(script: string, env: Readonly<Record<string, string>>): Running {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join('apps', 'demo', script)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], NEXT_TELEMETRY_DISABLED: '1', ...env },
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals)
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    interrupt: () => end('SIGINT'),
  }
}
