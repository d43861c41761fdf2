import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { OnecycleError } from '@onecycle/tensor-core'
import { usageError } from './arguments.ts'
import type { Command } from './command.ts'
import { Interrupted } from './interrupted.ts'
import { runProgram } from './run-program.ts'

const command = (run: Command['run']): Command => ({
  summary: 'Does it.',
  positionals: ['what'],
  options: { count: { type: 'string', short: 'n', value: 'n', default: '2', help: 'how many' } },
  examples: ['something -n 3'],
  run,
})
const program = {
  name: 'thing',
  summary: 'Does things.',
  commands: {
    echo: command(async (args) => {
      const count = args.number('count', { min: 1, integer: true })
      return { json: { what: args.positionals[0], count }, text: args.positionals[0]!.repeat(count) }
    }),
    fail: command(() => Promise.reject(new OnecycleError('BROKEN', 'it is\nbroken'))),
    misuse: command(() => Promise.reject(usageError('--count is odd'))),
    stopped: command(() => Promise.reject(new Interrupted('nothing is left'))),
  },
}

let out: string
let err: string
beforeEach(() => {
  out = err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true))
})
afterEach(() => vi.restoreAllMocks())
const run = async (...args: string[]) => {
  const code = await runProgram(program, args)
  return { code, out, err }
}

it('prints text, or data as one line of JSON', async () => {
  expect(await run('echo', 'ab')).toEqual({ code: 0, out: 'abab\n', err: '' })
  out = ''
  expect(await run('echo', 'ab', '-n', '3', '--json')).toEqual({
    code: 0,
    out: '{"what":"ab","count":3}\n',
    err: '',
  })
})

it.each([
  [1, ['fail', 'x'], 'thing: it is broken\n'],
  [2, ['misuse', 'x'], 'thing: --count is odd (--help tells more)\n'],
  [2, ['echo'], 'thing: expected <what>; found none (--help tells more)\n'],
  [
    2,
    ['echo', 'x', '-n', '0'],
    'thing: --count is 0; expected an integer of at least 1 (--help tells more)\n',
  ],
  [2, ['echo', 'x', '--nope'], "thing: Unknown option '--nope' (--help tells more)\n"],
  [
    2,
    ['nope'],
    'thing: there is no command "nope"; expected echo, fail, misuse, stopped (--help tells more)\n',
  ],
  [130, ['stopped', 'x'], 'thing: interrupted: nothing is left\n'],
])('ends with status %i and one line on standard error: %j', async (code, args, line) => {
  expect(await run(...args)).toEqual({ code, out: '', err: line })
})

it.each([[[]], [['--help']]])('gives an overview of its commands: %j', async (args) => {
  expect((await run(...args)).out).toMatch(
    /^Does things\.\n\n {2}echo {5}Does it\.\n[^]*thing <command> --help tells more\.\n$/,
  )
})

it.each([[['echo', '--help']], [['help', 'echo']], [['echo', 'x', '-h']]])(
  'helps with a command: %j',
  async (args) => {
    const { code, out: help } = await run(...args)
    expect(code).toBe(0)
    expect(help).toContain('Usage: thing echo <what> [options]\n')
    expect(help).toMatch(/-n, --count <n> +how many \(default 2\)\n/)
    expect(help).toContain('  thing echo something -n 3\n')
  },
)
