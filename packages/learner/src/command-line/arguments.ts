import { parseArgs, type ParseArgsConfig } from 'node:util'
import { OnecycleError } from '@onecycle/tensor-core'

/** A wrong call: ends with status 2 and a hint at the help. */
export const USAGE = 'USAGE'

export const usageError = (message: string) => new OnecycleError(USAGE, message)

export interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands for the value in the help, as in "--epochs <n>". */
  readonly value?: string
  readonly default?: string
  readonly help: string
}

export type Options = Readonly<Record<string, Option>>

/** What was given on the command line: the values of options, defaults included, and the rest. */
export interface Arguments {
  readonly positionals: readonly string[]
  has(name: string): boolean
  /** The text of an option; undefined where it was not given and has no default. */
  text(name: string): string | undefined
  /** @throws OnecycleError `USAGE` when it is missing */
  required(name: string): string
  /** @throws OnecycleError `USAGE` when it is missing or no number within its bounds */
  number(name: string, bounds?: { min?: number; below?: number; integer?: boolean }): number
  /** @throws OnecycleError `USAGE` when it is none of the choices */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice
}

/**
 * Reads the arguments of one command.
 *
 * @param names what has to stand there without an option, in order
 * @throws OnecycleError `USAGE`
 */
export function readArguments(
  args: readonly string[],
  names: readonly string[],
  options: Options,
): Arguments {
  const { values, positionals } = parse(args, options)
  if (positionals.length !== names.length) {
    const wanted = names.map((name) => `<${name}>`).join(' ')
    const found = positionals.length === 0 ? 'found none' : `found ${positionals.join(' ')}`
    throw usageError(`expected ${wanted}; ${found}`)
  }
  const text = (name: string) => values[name] as string | undefined
  const required = (name: string) => {
    const value = text(name)
    if (value === undefined || value === '') throw usageError(`--${name} is missing`)
    return value
  }
  return {
    positionals,
    has: (name) => values[name] !== undefined && values[name] !== false,
    text,
    required,
    number(name, { min = -Infinity, below = Infinity, integer = false } = {}) {
      const value = required(name)
      const number = value.trim() === '' ? NaN : Number(value)
      if (
        Number.isFinite(number) &&
        number >= min &&
        number < below &&
        (!integer || Number.isInteger(number))
      )
        return number
      const least = min === -Infinity ? '' : ` of at least ${min}`
      const most = below === Infinity ? '' : `${least ? ' and' : ''} under ${below}`
      throw usageError(
        `--${name} is ${value}; expected ${integer ? 'an integer' : 'a number'}${least}${most}`,
      )
    },
    choice(name, choices) {
      const value = required(name)
      const found = choices.find((choice) => choice === value)
      if (found === undefined) throw usageError(`--${name} is ${value}; expected ${choices.join(' or ')}`)
      return found
    },
  }
}

function parse(args: readonly string[], options: Options) {
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { type, short, default: value }]) => [
      name,
      { type, ...(short && { short }), ...(value !== undefined && { default: value }) },
    ]),
  ) as NonNullable<ParseArgsConfig['options']>
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's first sentence says what is wrong; the rest is about quoting.
    throw usageError((error as Error).message.split('. ')[0]!)
  }
}

/** The help of options, a line each. */
export function describeOptions(options: Options): string {
  const rows = Object.entries(options).map(([name, { short, value, help, default: standard }]) => {
    const flags = `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`
    return [flags, standard === undefined ? help : `${help} (default ${standard})`] as const
  })
  const width = Math.max(...rows.map(([flags]) => flags.length))
  return rows.map(([flags, help]) => `  ${flags.padEnd(width)}  ${help}`).join('\n')
}
