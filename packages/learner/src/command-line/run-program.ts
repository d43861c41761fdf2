import { OnecycleError } from '@onecycle/tensor-core'
import { describeOptions, readArguments, USAGE, usageError, type Options } from './arguments.ts'
import type { Command } from './command.ts'
import { Interrupted } from './interrupted.ts'

/** A command line: `name <command> [options]`. */
export interface Program {
  /** As it is called: onecycle-collab. */
  readonly name: string
  /** What it is for, in one sentence. */
  readonly summary: string
  readonly commands: Readonly<Record<string, Command>>
}

const COMMON: Options = {
  json: { type: 'boolean', help: 'print JSON in place of text' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
}

/** Exit statuses: 0 done, 1 it failed, 2 the call is wrong, 130 stopped by Ctrl-C. */
const FAILED = 1
const MISUSED = 2
const INTERRUPTED = 130
/** A second Ctrl-C ends the process at once, when it comes this long after the first. */
const PATIENCE_MS = 500

/** Runs a command line and gives its exit status. */
export async function runProgram(program: Program, args: readonly string[]): Promise<number> {
  // A reader that has seen enough (head) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  const abort = new AbortController()
  let asked = 0
  const stop = () => {
    // npx passes a Ctrl-C on that the terminal has sent already: only a later one is a second.
    if (asked > 0 && performance.now() - asked > PATIENCE_MS) process.exit(INTERRUPTED)
    asked ||= performance.now()
    abort.abort(new Interrupted('nothing was written'))
  }
  process.on('SIGINT', stop)
  try {
    process.stdout.write(`${await answer(program, args, abort.signal)}\n`)
    return 0
  } catch (error) {
    const [code, line] = failure(error)
    process.stderr.write(`${program.name}: ${line}\n`)
    return code
  } finally {
    process.off('SIGINT', stop)
  }
}

async function answer(program: Program, args: readonly string[], signal: AbortSignal): Promise<string> {
  const [name, ...rest] = args
  const wantsHelp = name === undefined || ['help', '--help', '-h'].includes(name)
  if (wantsHelp) return name === 'help' && rest[0] ? helpOf(program, rest[0]) : overview(program)
  const command = commandOf(program, name)
  if (rest.includes('--help') || rest.includes('-h')) return helpOf(program, name)
  const given = readArguments(rest, command.positionals, { ...command.options, ...COMMON })
  const { json, text } = await command.run(given, signal)
  return given.has('json') ? JSON.stringify(json) : text
}

function commandOf({ commands }: Program, name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command
  throw usageError(`there is no command "${name}"; expected ${Object.keys(commands).join(', ')}`)
}

function overview({ name: program, summary: purpose, commands }: Program): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `${purpose}\n\n${lines.join('\n')}\n\n${program} <command> --help tells more.`
}

function helpOf(program: Program, name: string): string {
  const { summary, positionals, options, examples } = commandOf(program, name)
  const call = `${program.name} ${name}`
  const usage = [call, ...positionals.map((positional) => `<${positional}>`), '[options]'].join(' ')
  return [
    `${summary}\n`,
    `Usage: ${usage}\n`,
    `Options:\n${describeOptions({ ...options, ...COMMON })}\n`,
    `Examples:\n${examples.map((example) => `  ${call} ${example}`.trimEnd()).join('\n')}`,
  ].join('\n')
}

/** The exit status of an error, and the one line that tells it. */
function failure(error: unknown): [code: number, line: string] {
  if (error instanceof Interrupted) return [INTERRUPTED, `interrupted: ${error.message}`]
  const { message, code } = error as NodeJS.ErrnoException
  const line = (message || String(error)).replace(/\s*\n\s*/g, ' ')
  if (OnecycleError.is(error) && code === USAGE) return [MISUSED, `${line} (--help tells more)`]
  return [FAILED, line]
}
