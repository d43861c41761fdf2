import { DataLoader, Learner } from '../../packages/learner/src/index.ts'
import { crossEntropy, initBackend } from '../../packages/tensor-core/src/index.ts'
import {
  digitLoaders,
  interpret,
  MnistNN,
  sampleDigits,
  showDigit,
} from '../../packages/vision-mnist/src/index.ts'
import { card, faint, green, ink, orange, softInk } from './card.ts'

const [width, height] = [840, 300]
/** Pixels of the screen that a digit is wide, and from one to the next. */
const [side, step] = [112, 136]

/** Digits that the network has not seen, what it takes them for, and how sure it is. */
export async function visionMnistPicture(): Promise<string> {
  await initBackend(['wasm'])
  const dls = digitLoaders(sampleDigits(), { batchSize: 64 })
  const learn = new Learner(dls, new MnistNN(), { lossFn: crossEntropy })
  await learn.fitOneCycle(1, 1e-2)

  const { dataset } = dls.valid
  const loader = new DataLoader(dataset, { batchSize: 64 })
  const { predictions } = await learn.getPreds(loader)
  const rows = [0, 1, 2, 3, ...(await interpret(learn)).topLosses(2).map(({ row }) => row)]
  const { inputs, targets } = dataset.batch(rows)
  const tiles = rows.map((row, i) => {
    const probabilities = predictions.data.subarray(10 * row, 10 * row + 10)
    const svg = showDigit(inputs[0]!, i)
      .toSvg()
      .replace(/<title>.*?<\/title>/, '')
    return `<g transform="translate(${24 + i * step} 52)">${svg}${bars(probabilities, targets.data[i]!)}</g>`
  })
  learn.dispose()
  return card(
    'Digits that MnistNN has not seen, and the two of 2,000 that it gets most wrong',
    width,
    height,
    tiles.join(''),
  )
}

/** A bar for each class; the right one is green, and where another one is higher, that is orange. */
function bars(probabilities: Float32Array, actual: number): string {
  const predicted = probabilities.indexOf(Math.max(...probabilities))
  const wide = side / 10
  const each = Array.from(probabilities, (share, digit) => {
    const tall = Math.max(1, 64 * share)
    const colour = digit === actual ? green : digit === predicted ? orange : faint
    const x = (digit * wide + 1.5).toFixed(1)
    return (
      `<rect x="${x}" y="${(198 - tall).toFixed(1)}" width="${wide - 3}" height="${tall.toFixed(1)}" fill="${colour}"/>` +
      `<text x="${(digit * wide + wide / 2).toFixed(1)}" y="212" fill="${softInk}">${digit}</text>`
    )
  })
  const said = `${predicted === actual ? '' : `${actual} taken for `}${predicted}`
  return `<g font-size="11" text-anchor="middle">${each.join('')}</g><text x="${side / 2}" y="236" text-anchor="middle" fill="${ink}">${said}</text>`
}
