import { describe, expect, it } from 'vitest'
import { backendInfo, backendNames, initBackend, tf } from './backend.ts'
import { backendsFromEnvironment } from './backends-from-environment.ts'

const copiedEarly = tf

describe('backends', () => {
  it('says what to do when a tensor is wanted too early', () => {
    expect(backendInfo()).toBeUndefined()
    expect(() => tf.scalar(1)).toThrow('call "await initBackend()" first')
  })

  it('takes the first that works by itself and changes over when asked to', async () => {
    const { name, reasons } = await initBackend()
    expect(['tensorflow', 'webgpu', 'wasm']).toContain(name) // what this machine has
    expect(reasons.map((reason) => reason.split(':')[0])).toEqual(
      backendNames.slice(0, backendNames.indexOf(name)),
    )
    expect(await initBackend(['wasm'])).toMatchObject({ name: 'wasm' })
    expect(tf.getBackend()).toBe('wasm')
    expect(await initBackend(['cpu'])).toMatchObject({ name: 'cpu' })
    expect(tf.getBackend()).toBe('cpu')
    expect(await initBackend(['auto'])).toBe(backendInfo()) // whatever works is good enough
  })

  it('is ready for whoever has copied tf before, as require() and notebooks do', async () => {
    await initBackend(['cpu'])
    expect(copiedEarly.scalar(1).dataSync()[0]).toBe(1)
  })

  it('refuses an unknown name, also from the environment', async () => {
    await expect(initBackend(['cuda'])).rejects.toThrow(
      'backend "cuda" is unknown: expected one of auto, tensorflow, webgpu, wasm, cpu',
    )
    expect(() => backendsFromEnvironment({ ONECYCLE_BACKEND: 'cpu,gpu' })).toThrow('backend "gpu" is unknown')
    expect(backendsFromEnvironment({ ONECYCLE_BACKEND: 'cpu' })).toEqual(['cpu'])
    expect(backendsFromEnvironment({ ONECYCLE_BACKEND: 'webgpu, wasm' })).toEqual(['webgpu', 'wasm'])
    expect(backendsFromEnvironment({})).toEqual(['auto'])
  })
})
