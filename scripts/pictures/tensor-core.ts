import {
  Generator,
  initBackend,
  Linear,
  mse,
  tf,
  valueAndGrad,
} from '../../packages/tensor-core/src/index.ts'
import { blue, card, faint, ink, orange, softInk } from './card.ts'

const [width, height] = [840, 360]
const [left, top, right, bottom] = [64, 56, 816, 312]
const [weights, biases] = [{ from: -1, to: 5 }, { from: -2, to: 4 }] as const // prettier-ignore

const start = [-0.7, 3.7] as const
const rate = 0.4
const steps = 40

const across = (weight: number) =>
  left + ((weight - weights.from) / (weights.to - weights.from)) * (right - left)
const down = (bias: number) => bottom - ((bias - biases.from) / (biases.to - biases.from)) * (bottom - top)

/** The gradient of a line's error, wherever its weight and bias may be, and the way down from one place. */
export async function tensorCorePicture(): Promise<string> {
  await initBackend(['wasm'])
  const line = new Linear(1, 1, { rng: new Generator(42) })
  const x = tf.linspace(0, 2, 20).reshape([20, 1])
  const y = tf.add(tf.mul(x, 2), 1)

  const slopeAt = (weight: number, bias: number): [number, number] => {
    const [w, b] = line.parameters()
    w!.assign(tf.tensor2d([[weight]]))
    b!.assign(tf.tensor1d([bias]))
    const { value, grads } = valueAndGrad(() => mse(line.forward(x), y), [w!, b!])
    const slope = grads.map((grad) => grad!.dataSync()[0]!) as [number, number]
    tf.dispose([value, ...grads])
    return slope
  }

  const arrows: string[] = []
  for (let weight = weights.from + 0.25; weight < weights.to; weight += 0.5) {
    for (let bias = biases.from + 0.4; bias < biases.to; bias += 0.65) {
      arrows.push(arrow(across(weight), down(bias), slopeAt(weight, bias)))
    }
  }

  let [weight, bias] = start
  const way = [[weight, bias]]
  for (let step = 0; step < steps; step++) {
    const [dw, db] = slopeAt(weight, bias)
    ;[weight, bias] = [weight - rate * dw, bias - rate * db]
    way.push([weight, bias])
  }
  tf.dispose([x, y])
  const places = way.map(([w, b]) => [across(w!).toFixed(1), down(b!).toFixed(1)])
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5"/>`)

  const label = (x: number, y: number, text: string) =>
    `<text x="${x}" y="${y}" fill="${ink}" stroke="white" stroke-width="5" stroke-linejoin="round" paint-order="stroke">${text}</text>`
  const ticks = [0, 1, 2, 3, 4].map(
    (weight) => `<text x="${across(weight)}" y="${bottom + 22}">${weight}</text>`,
  )
  for (const bias of [-1, 0, 1, 2, 3])
    ticks.push(`<text x="${left - 16}" y="${down(bias) + 4}">${bias}</text>`)

  return card(
    'Gradients of mse(line.forward(x), y), and forty steps down them',
    width,
    height,
    `<g stroke="${faint}" fill="${faint}" stroke-width="1.6" stroke-linecap="round">${arrows.join('')}</g>` +
      `<polyline points="${places.map((place) => place.join()).join(' ')}" fill="none" stroke="${blue}" stroke-width="2"/>` +
      `<g fill="${blue}">${dots.join('')}</g>` +
      `<circle cx="${across(2)}" cy="${down(1)}" r="8" fill="none" stroke="${orange}" stroke-width="2.5"/>` +
      label(across(2) + 16, down(1) + 5, 'weight 2, bias 1: the line of the data') +
      label(across(start[0]) + 10, down(start[1]) - 4, 'start') +
      `<g font-size="12" text-anchor="middle" fill="${softInk}">${ticks.join('')}` +
      `<text x="${(left + right) / 2}" y="${height - 10}">weight</text>` +
      `<text transform="translate(22 ${(top + bottom) / 2}) rotate(-90)">bias</text></g>`,
  )
}

/** Down the slope; the steeper, the longer, up to a length that leaves room for its neighbours. */
function arrow(x: number, y: number, [dw, db]: [number, number]): string {
  const [right, up] = [-dw / (weights.to - weights.from), -db / (biases.to - biases.from)]
  const [px, py] = [right * 752, -up * 256]
  const long = Math.hypot(px, py)
  const length = 7 + 15 * (1 - Math.exp(-long / 600))
  const [ux, uy] = [px / long, py / long]
  const at = (along: number, aside: number) =>
    `${(x + ux * along - uy * aside).toFixed(1)} ${(y + uy * along + ux * aside).toFixed(1)}`
  return `<path d="M${at(-length / 2, 0)}L${at(length / 2, 0)}M${at(length / 2 - 5, 3)}L${at(length / 2, 0)}L${at(length / 2 - 5, -3)}z"/>`
}
