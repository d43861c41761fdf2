/** The part of Node's `process` that is used here; a browser has none. */
interface Process {
  cwd(): string
  getBuiltinModule(name: 'node:module'): {
    createRequire(from: string): { resolve(name: string): string }
  }
}

/**
 * Imports a package that is not part of a default install: from where onecycle stands, or else from the
 * folder of the program that runs.
 *
 * @param install the command that installs it, for the message
 * @throws Error that the package is not installed, or its own where it cannot be loaded
 */
export async function importInstalled(name: string, install: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ name)
  } catch (error) {
    if (!isMissing(error, name)) throw error
  }
  const { process } = globalThis as unknown as { process?: Process }
  try {
    if (process) {
      const here = process.getBuiltinModule('node:module').createRequire(`${process.cwd()}/`)
      return await import(/* @vite-ignore */ /* webpackIgnore: true */ here.resolve(name))
    }
  } catch (error) {
    if (!isMissing(error, name)) throw error
  }
  throw new Error(`the package ${name} is not installed: ${install}`)
}

/** Node names what it has not found first; after that come the files that wanted it, which may be this package's own. */
const isMissing = (error: unknown, name: string): boolean =>
  error instanceof Error &&
  /^(ERR_)?MODULE_NOT_FOUND$/.test((error as { code?: string }).code ?? '') &&
  /'(.+?)'/.exec(error.message)?.[1] === name
