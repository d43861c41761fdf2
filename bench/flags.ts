import { parseArgs, type ParseArgsConfig } from 'node:util'

/**
 * Reads the flags of a command. `--help` prints the usage and ends the process; a wrong flag ends it with one line
 * and the usage.
 */
export function flagsOf<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  if ((config.args ?? process.argv.slice(2)).includes('--help')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    const [problem] = (error as Error).message.split('. ')
    console.error(`${problem}\n${usage}`)
    process.exit(2)
  }
}
