/** Where the repository is, how a process is started, and how a failure is told. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A failure whose message is all that the person needs to see: no stack. */
export class Failure extends Error {}

export const fail = (message) => {
  throw new Failure(message)
}

/**
 * Runs a program to its end, passing signals on. With `quiet` its output is kept and returned instead of
 * shown; otherwise it writes to our own terminal.
 *
 * @returns {Promise<{ code: number, output: string }>} 128 + n as code where signal n ended it
 */
export const run = (program, programArguments, { quiet = false, cwd = root, env = process.env } = {}) =>
  new Promise((resolve, reject) => {
    const stdio = ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit']
    const child = spawn(program, programArguments, { cwd, env, stdio })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))

    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const forward = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, forward)
    // A signal to npm ends the shell between npm and us, and the shell passes nothing on.
    const parent = process.ppid
    const underNpm = process.env.npm_lifecycle_event !== undefined
    const watch = setInterval(() => underNpm && process.ppid !== parent && child.kill('SIGTERM'), 500)
    const stopForwarding = () => {
      clearInterval(watch)
      signals.forEach((signal) => process.off(signal, forward))
    }

    child.on('error', (error) => {
      stopForwarding()
      reject(new Failure(`could not start ${program}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      stopForwarding()
      resolve({ code: code ?? 128 + (constants.signals[signal] ?? 0), output })
    })
  })

/** What a package manager's output says went wrong, in one line. */
export const reasonIn = (output) => {
  if (output.includes('ENOSPC')) return 'no space left on the disk'
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
  for (const telling of [/reason: (.+)/, /(.*ERR_PNPM_.+)/, /^(E[A-Z\d]{3,} .+)/, /(.*error.*)/i, /(.+)/]) {
    const found = lines.find((line) => telling.test(line) && !line.includes('Will retry'))
    if (found !== undefined) return telling.exec(found)[1]
  }
  return 'no output'
}
