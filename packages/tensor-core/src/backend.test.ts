import { describe, expect, it } from 'vitest'
import { backendInfo, initBackend, tf } from './backend.ts'
import { backendsFromEnvironment } from './backends-from-environment.ts'

describe('backends', () => {
  it('says what to do when a tensor is wanted too early', () => {
    expect(backendInfo()).toBeUndefined()
    expect(() => tf.scalar(1)).toThrow('call "await initBackend()" first')
  })

  it('takes wasm by itself and changes over when asked to', async () => {
    expect(await initBackend()).toMatchObject({ name: 'wasm', reasons: [] })
    expect(tf.getBackend()).toBe('wasm')
    expect(await initBackend(['cpu'])).toMatchObject({ name: 'cpu' })
    expect(tf.getBackend()).toBe('cpu')
    expect(await initBackend(['auto'])).toBe(backendInfo()) // whatever works is good enough
  })

  it('refuses an unknown name, also from the environment', async () => {
    await expect(initBackend(['cuda'])).rejects.toThrow(
      'backend "cuda" is unknown: expected one of auto, wasm, cpu',
    )
    expect(() => backendsFromEnvironment({ ONECYCLE_BACKEND: 'cpu,gpu' })).toThrow('backend "gpu" is unknown')
    expect(backendsFromEnvironment({ ONECYCLE_BACKEND: 'cpu' })).toEqual(['cpu'])
    expect(backendsFromEnvironment({})).toEqual(['wasm', 'cpu'])
  })
})
