import {
  Generator,
  initBackend,
  Linear,
  mse,
  tf,
  valueAndGrad,
} from '../../packages/tensor-core/src/index.ts'
import { blue, card, faint, ink, orange, softInk } from './card.ts'

/** A weight and a bias, or what the error's gradient is for them. */
type Pair = readonly [weight: number, bias: number]

const start: Pair = [-0.7, 3.7]
const goal: Pair = [2, 1]
const rate = 0.4
const steps = 40

const [width, height] = [840, 360]
const [left, right, bottom] = [64, 816, 312]
/** Pixels that a unit of the weight and of the bias takes; the corner is at [-1, -2]. */
const [perWeight, perBias] = [(right - left) / 6, 256 / 6]
const across = (weight: number) => left + (weight + 1) * perWeight
const down = (bias: number) => bottom - (bias + 2) * perBias

/** The gradient of a line's error, wherever its weight and bias may be, and the way down from one place. */
export async function tensorCorePicture(): Promise<string> {
  await initBackend(['wasm'])
  const line = new Linear(1, 1, { rng: new Generator(42) })
  const x = tf.linspace(0, 2, 20).reshape([20, 1])
  const y = tf.add(tf.mul(x, goal[0]), goal[1])

  const slopeAt = ([weight, bias]: Pair): Pair => {
    const [w, b] = line.parameters()
    w!.assign(tf.tensor2d([[weight]]))
    b!.assign(tf.tensor1d([bias]))
    const { value, grads } = valueAndGrad(() => mse(line.forward(x), y), [w!, b!])
    const [dw, db] = grads.map((grad) => grad!.dataSync()[0]!)
    tf.dispose([value, ...grads.map((grad) => grad!)])
    return [dw!, db!]
  }

  const arrows: string[] = []
  for (let weight = -0.75; weight < 5; weight += 0.5) {
    for (let bias = -1.6; bias < 4; bias += 0.65) arrows.push(arrow([weight, bias], slopeAt([weight, bias])))
  }
  const way = [start]
  for (let step = 0; step < steps; step++) {
    const [weight, bias] = way.at(-1)!
    const [dw, db] = slopeAt([weight, bias])
    way.push([weight - rate * dw, bias - rate * db])
  }
  return drawn(arrows, way)
}

/** Down the slope; the steeper, the longer, up to a length that leaves room for its neighbours. */
function arrow([weight, bias]: Pair, [dw, db]: Pair): string {
  const [dx, dy] = [-dw * perWeight, db * perBias]
  const steepness = Math.hypot(dx, dy)
  const [ux, uy] = [dx / steepness, dy / steepness]
  const half = 3.5 + 7.5 * (1 - Math.exp(-steepness / 600))
  const at = (along: number, aside: number) =>
    `${(across(weight) + ux * along - uy * aside).toFixed(1)} ${(down(bias) + uy * along + ux * aside).toFixed(1)}`
  const tip = at(half, 0)
  return `<path d="M${at(-half, 0)}L${tip}M${at(half - 5, 3)}L${tip}L${at(half - 5, -3)}z"/>`
}

function drawn(arrows: readonly string[], way: readonly Pair[]): string {
  const places = way.map(([weight, bias]) => [across(weight).toFixed(1), down(bias).toFixed(1)])
  const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3.5"/>`)
  const [x, y] = [across(goal[0]), down(goal[1])]
  const ticks = [0, 1, 2, 3, 4].map((weight) => text(across(weight), bottom + 22, weight))
  ticks.push(...[-1, 0, 1, 2, 3].map((bias) => text(left - 16, down(bias) + 4, bias)))
  return card(
    `Gradients of mse(line.forward(x), y), and ${steps} steps down them`,
    width,
    height,
    `<g stroke="${faint}" fill="${faint}" stroke-width="1.6" stroke-linecap="round">${arrows.join('')}</g>` +
      `<polyline points="${places.map((place) => place.join()).join(' ')}" fill="none" stroke="${blue}" stroke-width="2"/>` +
      `<g fill="${blue}">${dots.join('')}</g>` +
      `<circle cx="${x}" cy="${y}" r="8" fill="none" stroke="${orange}" stroke-width="2.5"/>` +
      `<g fill="${ink}" stroke="white" stroke-width="5" stroke-linejoin="round" paint-order="stroke">` +
      text(x + 16, y + 5, `weight ${goal[0]}, bias ${goal[1]}: the line of the data`) +
      text(across(start[0]) + 10, down(start[1]) - 4, 'start') +
      `</g><g font-size="12" text-anchor="middle" fill="${softInk}">${ticks.join('')}` +
      text((left + right) / 2, height - 10, 'weight') +
      `<text transform="translate(22 ${(down(4) + bottom) / 2}) rotate(-90)">bias</text></g>`,
  )
}

const text = (x: number, y: number, words: string | number) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}">${words}</text>`
