import type { Arguments, Options } from './arguments.ts'

/** One command of the command line. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string
  /** What has to stand after its name, in order. */
  readonly positionals: readonly string[]
  readonly options: Options
  readonly examples: readonly string[]
  /** @returns what goes to standard output: the data for --json, and the text without */
  run(args: Arguments, signal: AbortSignal): Promise<Output>
}

export interface Output {
  readonly json: unknown
  readonly text: string
}
