import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.json'
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json'

/**
 * Makes this process (not a worker thread) use a graphics card that the CPU plays: Mesa's lavapipe from 25 on,
 * or the SwiftShader that comes with Debian's Chromium, which is much slower. A driver that the environment
 * names already stays.
 *
 * @returns the file that describes the driver; undefined where there is none
 * @throws Error where there is none although `CI` is set: there, no test may be left out in silence
 */
export function softwareVulkan(): string | undefined {
  const named = process.env['VK_ICD_FILENAMES']
  const driver = named ?? [lavapipe, swiftShader].find((file) => existsSync(file) && isNewEnough(file))
  if (driver) process.env['VK_ICD_FILENAMES'] = driver
  else if (process.env['CI']) throw new Error('CI needs a software Vulkan driver: see .ci/run')
  else process.stderr.write('no software Vulkan driver: tests on webgpu are left out (see CONTRIBUTING.md)\n')
  return driver
}

/** Dawn takes no adapter of Mesa 22, which speaks Vulkan 1.3. */
const isNewEnough = (file: string): boolean => {
  if (file !== lavapipe) return true
  const { ICD } = JSON.parse(readFileSync(file, 'utf8')) as { ICD: { api_version: string } }
  const [major, minor] = ICD.api_version.split('.').map(Number) as [number, number]
  return major > 1 || minor >= 4
}

/** Whether there is a tfjs-node for the backend `tensorflow`: NODE_PATH can lead to one of scripts/tensorflow-binding.ts. */
const hasTensorflow = (): boolean => {
  try {
    return createRequire(import.meta.url).resolve('@tensorflow/tfjs-node') !== ''
  } catch {
    return false
  }
}

/** The backends that a test of operations should hold on; `webgpu` wants `allowSoftware`. */
export const testBackends = (): readonly string[] => [
  'wasm',
  'cpu',
  ...(softwareVulkan() ? ['webgpu'] : []),
  ...(hasTensorflow() ? ['tensorflow'] : []),
]
