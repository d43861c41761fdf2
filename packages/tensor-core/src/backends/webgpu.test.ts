import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { Generator, initBackend, Linear, readTensor, tf, webgpu } from '../index.ts'
import { softwareVulkan } from '../software-vulkan.ts'

/** Runs a program of its own against the sources. */
const run = (program: string, env: Record<string, string> = {}) =>
  spawnSync(process.execPath, ['--conditions=source', '--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })

describe('webgpu without a driver', () => {
  it('says what is missing, and auto goes on to wasm', () => {
    const { stdout, status } = run(
      `import { initBackend } from '@onecycle/tensor-core'
       console.log(await initBackend(['webgpu']).catch((error) => error.message))
       const { name, reasons } = await initBackend()
       console.log(name, reasons.at(-1))`,
      { VK_ICD_FILENAMES: '/nowhere.json' },
    )
    expect(status).toBe(0)
    const [alone, auto] = stdout.trim().split('\n')
    expect(alone).toContain('no backend works here: webgpu: no graphics card answers')
    expect(auto).toContain('wasm webgpu: no graphics card answers')
  })
})

describe.skipIf(!softwareVulkan())('webgpu on a software driver', () => {
  it('takes a software adapter only where it may', async () => {
    await expect(initBackend(['webgpu'])).rejects.toThrow('there is only a software adapter')
    const { name, device } = await initBackend(['webgpu'], { allowSoftware: true })
    expect(name).toBe('webgpu')
    expect(device).toMatch(/llvmpipe|swiftshader/i)
    expect(webgpu()).toMatchObject({ name: device, isSoftware: true })
  })

  it('keeps a software card that it was allowed to open', async () => {
    await initBackend(['webgpu'], { allowSoftware: true })
    const card = webgpu()
    expect((await initBackend(['webgpu'])).name).toBe('webgpu')
    await initBackend(['wasm'])
    expect(webgpu()).toBeUndefined()
    await initBackend(['webgpu'])
    expect(webgpu()).toBe(card)
  })

  it('raises the limits to what the adapter has', async () => {
    await initBackend(['webgpu'], { allowSoftware: true })
    const { limits } = webgpu()!.device as GPUDevice
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
    for (const limit of [
      'maxBufferSize',
      'maxStorageBufferBindingSize',
      'maxStorageBuffersPerShaderStage',
      'maxComputeWorkgroupStorageSize',
      'maxComputeInvocationsPerWorkgroup',
    ] as const)
      expect(limits[limit], limit).toBe(adapter!.limits[limit])
    expect(limits.maxBufferSize).toBeGreaterThan(2 ** 28) // what one gets without asking
  })

  it('throws where a shader is bad, and works on after that', async () => {
    await initBackend(['webgpu'], { allowSoftware: true })
    const device = webgpu()!.device as GPUDevice
    const x = tf.square(tf.tensor1d([1, 2]))
    device.createShaderModule({ code: 'fn nonsense(' })
    await expect(async () => await readTensor(x)).rejects.toThrow(/refused a command: .*parsing WGSL/)
    expect([...(await readTensor(tf.square(x)))]).toEqual([1, 16])
  })

  it('lets the process end by itself, with exit code 0', () => {
    const { status, stdout, stderr } = run(
      `import { initBackend, readTensor, tf } from '@onecycle/tensor-core'
       await initBackend(['webgpu'], { allowSoftware: true })
       console.log(...(await readTensor(tf.matMul(tf.ones([4, 4]), tf.ones([4, 4])))))`,
    )
    expect({ status, stdout }, stderr).toMatchObject({ status: 0, stdout: `${'4 '.repeat(16).trim()}\n` })
  })

  it('says so where the card is lost', () => {
    const { status, stdout } = run(
      `import { initBackend, readTensor, tf, webgpu } from '@onecycle/tensor-core'
       await initBackend(['webgpu'], { allowSoftware: true })
       const x = tf.square(tf.ones([3]))
       webgpu().device.destroy()
       await readTensor(x).catch((error) => console.log(error.code, error.message))`,
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/^DEVICE_LOST the graphics card .+ was lost \(destroyed/)
  })

  it('moves a layer from one backend to another by its state', async () => {
    const layer = new Linear(3, 2, { rng: new Generator(1) })
    const forward = () => tf.tidy(() => layer.forward(tf.ones([1, 3])))
    await initBackend(['webgpu'], { allowSoftware: true })
    const onGpu = [...(await readTensor(forward()))]
    const state = await layer.stateDict()
    await initBackend(['cpu'])
    layer.loadStateDict(state)
    for (const [i, value] of (await readTensor(forward())).entries()) expect(onGpu[i]).toBeCloseTo(value, 6)
  })
})
