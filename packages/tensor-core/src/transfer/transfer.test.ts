import { beforeAll, describe, expect, it } from 'vitest'
import { expectNoLeak } from '../expect-no-leak.ts'
import {
  BatchNorm2d,
  Conv2d,
  createHead,
  cutBody,
  Flatten,
  Generator,
  initBackend,
  Linear,
  numFeatures,
  ReLU,
  Sequential,
  summary,
  tf,
} from '../index.ts'

const rng = new Generator(1)
const trained = () =>
  new Sequential(
    new Conv2d(1, 4, { kernelSize: 3, stride: 2, padding: 1, bias: false, rng }),
    new BatchNorm2d(4),
    new ReLU(),
    new Flatten(),
    new Linear(64, 10, { rng }),
  )

beforeAll(() => initBackend(['wasm']))

describe('cutBody', () => {
  it('keeps the first layers', () => {
    const model = trained()
    expect(cutBody(model, -2).layers).toEqual(model.layers.slice(0, 3))
    expect(cutBody(model, 2).layers).toEqual(model.layers.slice(0, 2))
    expect(cutBody(model, 5).layers).toHaveLength(5)
  })

  it.each([0, 6, -5, 1.5, NaN])('refuses %s', (cut) => {
    expect(() => cutBody(trained(), cut)).toThrow(
      `cut is ${cut}; a model of 5 layers can be cut at 1 to 5, or at -4 to -1`,
    )
  })
})

describe('numFeatures', () => {
  it('finds the channels of a body without touching it', async () => {
    await expectNoLeak(async () => {
      const body = cutBody(trained(), -2)
      const before = await body.stateDict()
      expect(numFeatures(body, [8, 8, 1])).toBe(4)
      expect(await body.stateDict()).toEqual(before)
      expect(body.modules().every(({ training }) => training)).toBe(true)
      body.dispose()
    })
  })
})

describe('createHead', () => {
  it("has the course's layers in the course's order", () => {
    expect(String(createHead(4, 3, { rng, hidden: [16, 8] }))).toBe(
      [
        'Sequential(',
        '  (0): AdaptiveConcatPool2d()',
        '  (1): Flatten()',
        '  (2): BatchNorm1d(8, eps=1e-05, momentum=0.1)',
        '  (3): Dropout(p=0.25)',
        '  (4): Linear(in_features=8, out_features=16, bias=true)',
        '  (5): ReLU()',
        '  (6): BatchNorm1d(16, eps=1e-05, momentum=0.1)',
        '  (7): Dropout(p=0.25)',
        '  (8): Linear(in_features=16, out_features=8, bias=true)',
        '  (9): ReLU()',
        '  (10): BatchNorm1d(8, eps=1e-05, momentum=0.1)',
        '  (11): Dropout(p=0.5)',
        '  (12): Linear(in_features=8, out_features=3, bias=true)',
        ')',
      ].join('\n'),
    )
  })

  it('starts kaiming-normal with biases of 0, the same for the same seed', async () => {
    const state = await createHead(256, 10, { rng: new Generator(3) }).stateDict()
    const weight = state.get('4.weight')!
    expect(weight.shape).toEqual([512, 512])
    const variance = weight.data.reduce((sum, w) => sum + w * w, 0) / weight.data.length
    expect(Math.sqrt(variance) / Math.sqrt(2 / 512)).toBeCloseTo(1, 2)
    expect(state.get('4.bias')!.data.every((b) => b === 0)).toBe(true)
    expect(await createHead(256, 10, { rng: new Generator(3) }).stateDict()).toEqual(state)
  })

  it('stands on a body of any image size', async () => {
    await expectNoLeak(() => {
      const body = cutBody(trained(), -2)
      const model = new Sequential(body, createHead(4, 3, { rng, hidden: [] }))
      for (const side of [8, 11]) {
        expect(tf.tidy(() => model.forward(tf.ones([2, side, side, 1])).shape)).toEqual([2, 3])
      }
      model.dispose()
    })
  })
})

describe('summary', () => {
  it('lists the layers with shapes and counts', async () => {
    await expectNoLeak(() => {
      const body = cutBody(trained(), -2)
      for (const parameter of body.layers[0]!.parameters()) parameter.requiresGrad = false
      const model = new Sequential(body, createHead(4, 3, { rng, hidden: [] }))
      expect(summary(model, [8, 8, 1])).toMatchInlineSnapshot(`
        "name  layer                 output shape  parameters  trainable
        ────  ────────────────────  ────────────  ──────────  ─────────
        0.0   Conv2d                [1, 4, 4, 4]          36  no
        0.1   BatchNorm2d           [1, 4, 4, 4]           8  yes
        0.2   ReLU                  [1, 4, 4, 4]           0
        1.0   AdaptiveConcatPool2d  [1, 1, 1, 8]           0
        1.1   Flatten               [1, 8]                 0
        1.2   BatchNorm1d           [1, 8]                16  yes
        1.3   Dropout               [1, 8]                 0
        1.4   Linear                [1, 3]                27  yes

        87 parameters: 51 trainable, 36 frozen"
      `)
      expect(model.modules().every(({ training }) => training)).toBe(true)
      expect(model.modules().some((part) => Object.hasOwn(part, 'forward'))).toBe(false)
      model.dispose()
    })
  })

  it('leaves no trace when the shape is wrong', () => {
    const model = trained()
    expect(() => summary(model, [9, 9, 1])).toThrow('expects an input of shape [batch, 64], but got [1, 100]')
    expect(model.modules().every(({ training }) => training)).toBe(true)
    model.dispose()
  })
})
