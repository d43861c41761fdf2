import { homedir, platform } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where onecycle keeps what it downloaded: the platform's cache folder for this user. */
export function userCacheFolder(
  env: Readonly<Record<string, string | undefined>> = process.env,
  system: string = platform(),
  home: string = homedir(),
): string {
  return join(cacheFolder(env, system, home), 'onecycle')
}

function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  system: string,
  home: string,
): string {
  if (system === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')
  const xdg = env['XDG_CACHE_HOME']
  // The XDG specification: a relative path is to be ignored.
  if (xdg && isAbsolute(xdg)) return xdg
  return system === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache')
}
