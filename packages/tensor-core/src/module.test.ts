import type { Tensor } from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectNoLeak } from './expect-no-leak.ts'
import {
  BatchNorm1d,
  Embedding,
  Generator,
  initBackend,
  inEvalMode,
  Linear,
  Module,
  ndArray,
  OnecycleError,
  onForward,
  ReLU,
  Sequential,
  tf,
  type NdArray,
} from './index.ts'

const rng = new Generator(1)

class Net extends Module {
  readonly body = new Sequential(new Linear(3, 2, { rng }), new ReLU(), new BatchNorm1d(2))
  readonly table = new Embedding(4, 2, { rng })
  override forward(input: Tensor): Tensor {
    return this.body.forward(input)
  }
}

beforeAll(() => initBackend(['wasm']))

describe('Module', () => {
  it('finds parameters and buffers by name, in order', () => {
    const shapes = (named: [string, { shape: readonly number[] }][]) =>
      named.map(([name, { shape }]) => [name, shape])
    expect(shapes(new Net().namedParameters())).toEqual([
      ['body.0.weight', [2, 3]],
      ['body.0.bias', [2]],
      ['body.2.weight', [2]],
      ['body.2.bias', [2]],
      ['table.weight', [4, 2]],
    ])
    expect(shapes(new Net().namedBuffers())).toEqual([
      ['body.2.runningMean', [2]],
      ['body.2.runningVar', [2]],
    ])
  })

  it('prints as PyTorch does', () => {
    expect(String(new Net())).toBe(
      [
        'Net(',
        '  (body): Sequential(',
        '    (0): Linear(in_features=3, out_features=2, bias=true)',
        '    (1): ReLU()',
        '    (2): BatchNorm1d(2, eps=1e-05, momentum=0.1)',
        '  )',
        '  (table): Embedding(4, 2)',
        ')',
      ].join('\n'),
    )
  })

  it('passes training and evaluation on to its parts', () => {
    const net = new Net().eval()
    expect(net.body.layers.every((layer) => !layer.training)).toBe(true)
  })

  it('is put back as it was after evaluation, also when that throws', () => {
    const net = new Net()
    net.table.eval()
    const modes = () => net.modules().map(({ training }) => training)
    const before = modes()
    expect(inEvalMode(net, modes)).toEqual(before.map(() => false))
    expect(() => inEvalMode(net, () => [][0]!['length'])).toThrow()
    expect(modes()).toEqual(before)
  })
})

describe('the state of a module', () => {
  it('goes from one to another', async () => {
    await expectNoLeak(async () => {
      const [from, to] = [new Net(), new Net()]
      from.body.layers[0]!.parameters()[0]!.tensor.dataSync() // one array on the device
      to.loadStateDict(await from.stateDict())
      expect(await to.stateDict()).toEqual(await from.stateDict())
      from.dispose()
      to.dispose()
    })
  })

  it('that does not fit is refused as a whole, with every reason', async () => {
    const net = new Net()
    const before = await net.stateDict()
    const state = new Map<string, NdArray>(await new Net().stateDict())
    state.delete('body.0.bias')
    state.delete('body.2.runningVar')
    state.set('head.weight', ndArray(new Float32Array(1)))
    state.set('table.weight', ndArray(new Float32Array(8), [2, 4]))
    state.set('body.2.bias', ndArray(new Int32Array(2)))
    expect(() => net.loadStateDict(state)).toThrow(
      'the state does not fit the model; missing: body.0.bias, body.2.runningVar; unknown: head.weight; ' +
        'misfit: body.2.bias (expected a Float32Array, found a Int32Array), ' +
        'table.weight (expected [4, 2], found [2, 4])',
    )
    expect(await net.stateDict()).toEqual(before)
  })
})

describe('onForward', () => {
  it('sees each output until it is undone, and keeps no tensor', async () => {
    const net = new Net().eval()
    const seen: string[] = []
    const run = () => tf.tidy(() => void net.forward(tf.ones([5, 3])))
    run()
    await expectNoLeak(() => {
      const stop = onForward(net.body.layers[1]!, (output, module) => {
        seen.push(`${module.toString()} ${tf.add(output, 1).shape.join()}`)
      })
      const stopOther = onForward(net.body.layers[1]!, () => seen.push('other'))
      run()
      stop()
      stop()
      run()
      stopOther()
      run()
    })
    expect(seen).toEqual(['ReLU() 5,2', 'other', 'other'])
    expect(Object.hasOwn(net.body.layers[1]!, 'forward')).toBe(false)
    net.dispose()
  })
})

describe('a wrong shape', () => {
  it('is reported with the layer, what it expects and what it got', () => {
    const error = (() => {
      try {
        new Net().forward(tf.ones([5, 4]))
      } catch (thrown) {
        return thrown as OnecycleError
      }
    })()
    expect(OnecycleError.is(error) && error.message).toBe(
      'Linear(in_features=3, out_features=2, bias=true) expects an input of shape [batch, 3], but got [5, 4]',
    )
    expect(error?.data).toMatchObject({ expected: ['batch', '3'], actual: [5, 4] })
  })
})
