import { beforeAll, describe, expect, it } from 'vitest'
import { Generator, initBackend, Parameter, readTensor, tf } from '../index.ts'
import { testBackends } from '../software-vulkan.ts'
import { updateByOperations } from './tensorflow/update-by-operations.ts'
import { updateParameter } from './update-parameter.ts'
import { updateRules, type UpdateConstants, type UpdateRuleName } from './update-rules.ts'

const rng = new Generator(2)
const size = 1000 // more than a workgroup, and no multiple of one
const values = () => Float32Array.from({ length: size }, () => rng.normal())
const [p, g, m] = [values(), values(), values()]
const v = values().map(Math.abs)
const constants: { [Name in UpdateRuleName]: UpdateConstants<Name> } = {
  sgd: [0.9, 0.1, 0.2],
  momentum: [0.9, 0.1, 0.2, 0.7],
  rmsprop: [0.9, 0.1, 0.2, 0.8, 1e-3],
  adam: [0.9, 0.1, 0.2, 0.7, 0.8, 1.3, 1e-3],
}
const rules = Object.keys(constants) as UpdateRuleName[]

/** Rmsprop remembers squares, which are not negative. */
const memoryOf = (rule: UpdateRuleName) =>
  rule === 'rmsprop' ? [v] : [m, v].slice(0, updateRules[rule].memory)

/** As the plain loops have it: new values, then memory. */
const expected = (rule: UpdateRuleName): Float32Array[] => {
  const memory = memoryOf(rule).map((array) => array.slice())
  const out = new Float32Array(size)
  updateRules[rule].step(out, p, g, memory, constants[rule] as never)
  return [out, ...memory]
}
const expectClose = (found: readonly ArrayLike<number>[], rule: UpdateRuleName) => {
  for (const [i, array] of expected(rule).entries())
    for (const [k, value] of array.entries()) expect(found[i]![k]).toBeCloseTo(value, 5)
}

describe.each(testBackends())('update rules on %s', (backend) => {
  beforeAll(async () => {
    await initBackend([backend], { allowSoftware: true })
  })

  it.each(rules)(
    '%s: the kernel agrees with the plain loop, also where memory was read before',
    async (rule) => {
      const parameter = new Parameter(p, [size])
      const memory = memoryOf(rule).map((array) => tf.tensor1d(array.slice()))
      await Promise.all(memory.map((tensor) => tensor.data()))
      const grad = tf.tensor1d(g)
      updateParameter(rule, parameter, grad, memory, constants[rule] as never)
      const found = await Promise.all(memory.map(async (tensor) => readTensor(tensor)))
      expectClose([await parameter.data(), ...found], rule)
      tf.dispose([grad, ...memory])
      parameter.dispose()
    },
  )

  it.each(rules)('%s: the operations for TensorFlow agree with it', async (rule) => {
    const [out, mean, square] = tf.tidy(() => {
      const [first = m, second = v] = memoryOf(rule)
      const tensors = { p: tf.tensor1d(p), g: tf.tensor1d(g), m: tf.tensor1d(first), v: tf.tensor1d(second) }
      const updated = updateByOperations[rule](tf, tensors, constants[rule])
      return [updated.out, updated.m, updated.v]
    })
    const made = [out!, mean, square].filter((tensor) => tensor !== undefined)
    expectClose(await Promise.all(made.map(async (tensor) => readTensor(tensor))), rule)
    tf.dispose(made)
  })
})
