import { beforeAll, describe, expect, it } from 'vitest'
import {
  Conv2d,
  crossEntropy,
  Generator,
  initBackend,
  Linear,
  ndArray,
  ReLU,
  Sequential,
  tf,
} from '@onecycle/tensor-core'
import { expectNoLeak } from '@onecycle/tensor-core/test'
import { crossEntropyRows, DataLoader, DataLoaders, Learner, TensorDataset } from '@onecycle/learner'
import { MnistLogistic } from '../models/mnist-logistic.ts'
import { SimpleCnn } from '../models/simple-cnn.ts'
import { activations, channelImages } from './activations.ts'
import { ClassificationInterpretation, interpret } from './classification-interpretation.ts'
import { imageGrid } from './image-grid.ts'
import { weightImages } from './weight-images.ts'

beforeAll(() => initBackend(['wasm']))

const rng = new Generator(1)
const noise = (...shape: number[]) =>
  ndArray(
    Float32Array.from({ length: shape.reduce((product, side) => product * side, 1) }, () => rng.normal()),
    shape,
  )

describe('interpret', () => {
  const dataset = new TensorDataset(noise(70, 784), ndArray(Int32Array.from({ length: 70 }, (_, i) => i % 3)))
  const learner = () =>
    new Learner(new DataLoaders(dataset, dataset), new Sequential(new Linear(784, 3, { rng })), {
      lossFn: crossEntropy,
    })

  it('has the losses that the logits give', async () => {
    await expectNoLeak(async () => {
      const learn = learner()
      const interpretation = await interpret(learn)
      const logits = tf.tidy(() => learn.model.forward(tf.tensor(dataset.inputs[0]!.data, [70, 784])))
      const expected = crossEntropyRows(ndArray(logits.dataSync() as Float32Array, [70, 3]), dataset.targets)
      logits.dispose()
      const troubles = interpretation.topLosses()
      expect(troubles).toHaveLength(70)
      for (const { row, loss, probability, actual } of troubles) {
        expect(loss).toBeCloseTo(expected[row]!, 4)
        expect(probability).toBeCloseTo(Math.exp(-expected[row]!), 5)
        expect(actual).toBe(row % 3)
      }
      expect(troubles[0]!.loss).toBeCloseTo(Math.max(...expected), 4)
      learn.dispose()
    })
  })

  it('sees all rows in their order, also of a loader that shuffles and leaves some out', async () => {
    const learn = learner()
    const loader = new DataLoader(dataset, { shuffle: new Generator(1), dropLast: true })
    expect((await interpret(learn, { loader })).topLosses()).toEqual((await interpret(learn)).topLosses())
    learn.dispose()
  })

  it('asks for probabilities', async () => {
    const lossFn = Object.assign((...args: Parameters<typeof crossEntropy>) => crossEntropy(...args), {
      activation: null,
    })
    const learn = new Learner(new DataLoaders(dataset, dataset), new MnistLogistic(), { lossFn })
    await expect(interpret(learn)).rejects.toThrow('expected a probability for each class')
    learn.dispose()
  })
})

describe('ClassificationInterpretation', () => {
  const predictions = ndArray(Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0, 1), [4, 2])
  const targets = ndArray(Int32Array.of(0, 1, 1, 0))
  const images = ndArray(
    Float32Array.from({ length: 16 }, (_, i) => (i % 5) / 4),
    [4, 4],
  )
  const interpretation = new ClassificationInterpretation({ predictions, targets }, images, ['cat', 'dog'])

  it('counts what was taken for what', () => {
    expect(interpretation.confusionMatrix).toEqual([
      [1, 1],
      [1, 1],
    ])
    expect(interpretation.mostConfused()).toEqual([
      { actual: 0, predicted: 1, count: 1 },
      { actual: 1, predicted: 0, count: 1 },
    ])
    expect(String(interpretation.plotConfusionMatrix())).toContain('cat       1    1')
  })

  it('shows the worst images with prediction, truth, loss and probability', () => {
    const [worst, second] = interpretation.topLosses(2)
    expect(worst).toEqual({ row: 3, predicted: 1, actual: 0, loss: 149 * Math.LN2, probability: 0 })
    expect(second).toMatchObject({ row: 2, predicted: 0, actual: 1 })
    expect(second!.loss).toBeCloseTo(-Math.log(0.3), 5)
    const svg = interpretation.plotTopLosses(2)
    expect(svg).toContain('>dog/cat/103.28/0.00</text>')
    expect(svg).toContain('>cat/dog/1.20/0.30</text>')
  })
})

describe('imageGrid', () => {
  it('draws runs of pixels in their shade, and nothing for white', () => {
    const svg = imageGrid(ndArray(Float32Array.of(1, 1, 0, 0.5), [1, 2, 2]))
    expect(svg).toContain('<path fill="rgb(0,0,0)" d="M0 0h2v1h-2z"/>')
    expect(svg).toContain('<path fill="rgb(128,128,128)" d="M1 1h1v1h-1z"/>')
    expect(svg.match(/<path/g)).toHaveLength(2)
  })

  it('lays images out in columns, with captions that are no markup', () => {
    const svg = imageGrid(noise(5, 3, 3), { columns: 2, scale: 10, captions: ['a<b', '2', '3', '4', '5'] })
    expect(svg).toContain('>a&lt;b</text>')
    expect(svg).toContain('width="84"')
    expect([...svg.matchAll(/translate\((\d+) (\d+)\)/g)].map(([, x, y]) => [Number(x), Number(y)])).toEqual([
      [8, 8],
      [46, 8],
      [8, 64],
      [46, 64],
      [8, 120],
    ])
  })

  it('refuses captions that are not as many as the images', () => {
    expect(() => imageGrid(noise(2, 3, 3), { captions: ['1'] })).toThrow('there are 1 captions for 2 images')
  })
})

describe('activations', () => {
  it('are what a layer gives, in evaluation mode', async () => {
    await expectNoLeak(() => {
      const conv = new Conv2d(1, 2, { kernelSize: 1, rng })
      conv.weight.set(Float32Array.of(2, -1))
      conv.bias!.set(Float32Array.of(0, 1))
      const model = new Sequential(conv, new ReLU())
      const input = noise(2, 3, 4, 1)
      const seen = activations(model, conv, input)
      expect(seen.shape).toEqual([2, 3, 4, 2])
      const images = channelImages(seen, 1)
      expect(images.shape).toEqual([2, 3, 4])
      for (let place = 0; place < 12; place++) {
        const x = input.data[12 + place]!
        expect(images.data[place]).toBeCloseTo(2 * x, 5)
        expect(images.data[12 + place]).toBeCloseTo(1 - x, 5)
      }
      expect(Object.hasOwn(conv, 'forward')).toBe(false)
      model.dispose()
    })
  })

  it('of each block of SimpleCnn make a grid', async () => {
    await expectNoLeak(() => {
      const model = new SimpleCnn()
      const sides = model.body.layers.slice(1).map((block) => {
        const images = channelImages(activations(model, block, noise(1, 784)))
        expect(imageGrid(images)).toContain('<svg')
        return images.shape
      })
      expect(sides).toEqual([
        [8, 14, 14],
        [16, 7, 7],
        [32, 4, 4],
        [64, 2, 2],
      ])
      model.dispose()
    })
  })

  it('of a layer of another model are refused', () => {
    const model = new MnistLogistic()
    expect(() => activations(model, new MnistLogistic().lin, noise(1, 784))).toThrow(
      'the model does not run Linear(in_features=784',
    )
    expect(() => channelImages(activations(model, model.lin, noise(1, 784)))).toThrow(
      'activations of shape [1, 10]',
    )
    model.dispose()
  })
})

describe('weightImages', () => {
  it('are the rows of a linear layer', async () => {
    const model = new MnistLogistic()
    const { data, shape } = await weightImages(model)
    expect(shape).toEqual([10, 28, 28])
    expect(data).toEqual(await model.lin.weight.data())
    model.dispose()
  })

  it('are the filters of a convolution', async () => {
    const conv = new Conv2d(1, 2, { kernelSize: [1, 3], rng })
    conv.weight.set(Float32Array.of(1, 10, 2, 20, 3, 30))
    expect(await weightImages(new Sequential(conv))).toEqual(
      ndArray(Float32Array.of(1, 2, 3, 10, 20, 30), [2, 1, 3]),
    )
  })

  it('are refused where the first layer takes no gray images', async () => {
    await expect(weightImages(new ReLU())).rejects.toThrow('the first layer of ReLU is missing')
    await expect(weightImages(new Conv2d(2, 2, { kernelSize: 3, rng }))).rejects.toThrow('is Conv2d(2, 2')
  })
})
