import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { userCacheFolder } from './user-cache.ts'

describe('userCacheFolder', () => {
  it.each([
    [{}, 'linux', join('/home/ann', '.cache', 'onecycle')],
    [{ XDG_CACHE_HOME: '/cache' }, 'linux', join('/cache', 'onecycle')],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', join('/home/ann', '.cache', 'onecycle')],
    [{ XDG_CACHE_HOME: '' }, 'linux', join('/home/ann', '.cache', 'onecycle')],
    [{}, 'darwin', join('/home/ann', 'Library', 'Caches', 'onecycle')],
    [{ LOCALAPPDATA: '/local' }, 'win32', join('/local', 'onecycle')],
    [{}, 'win32', join('/home/ann', 'AppData', 'Local', 'onecycle')],
  ])('with %j on %s is %s', (env, system, expected) => {
    expect(userCacheFolder(env, system, '/home/ann')).toBe(expected)
  })
})
