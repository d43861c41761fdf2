import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { supervise } from './supervise.ts'

const run = (script: string) => () => spawn(process.execPath, ['-e', script], { stdio: 'ignore' })

it('starts a process again that was killed, and ends it when the signal comes', async () => {
  const stop = new AbortController()
  const lines: string[] = []
  const pids: (number | undefined)[] = []
  const start = () => {
    const child = run('setInterval(() => {}, 1000)')()
    pids.push(child.pid)
    if (pids.length === 1) setTimeout(() => child.kill('SIGKILL'), 50)
    else setTimeout(() => stop.abort(), 50)
    return child
  }
  const log = (line: string) => lines.push(line)
  expect(await supervise({ name: 'It', start, signal: stop.signal, log })).toBe(true)
  expect(lines).toEqual(['It ended (SIGKILL): starting it again.'])
  expect(pids).toHaveLength(2)
  for (const pid of pids) expect(() => process.kill(pid!, 0)).toThrow('ESRCH')
})

it('gives up on a process that fails again and again', async () => {
  const lines: string[] = []
  const kept = await supervise({
    name: 'It',
    start: run('process.exit(3)'),
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
  })
  expect(kept).toBe(false)
  expect(lines).toEqual([
    'It ended (exit code 3): starting it again.',
    'It ended (exit code 3): starting it again.',
    'It ended (exit code 3), 3 times in a row: giving up.',
  ])
})

it('does not count a process that ran for a while', async () => {
  const stop = new AbortController()
  let started = 0
  const start = () => {
    if (++started === 5) stop.abort()
    return run('setTimeout(() => process.exit(1), 20)')()
  }
  expect(await supervise({ name: 'It', start, signal: stop.signal, log: () => undefined, soon: 1 })).toBe(
    true,
  )
  expect(started).toBe(5)
})
