import { expect, it } from 'vitest'
import type { FitContext } from '../callback.ts'
import { monitorOf, type MonitorOptions } from './monitor.ts'

const improvements = (options: MonitorOptions, name: string, values: number[]) => {
  const monitor = monitorOf('it', options)
  return values.map((value, epoch) =>
    monitor.improved({
      epoch,
      trainLoss: 1,
      validLoss: 1,
      metrics: {},
      [name]: value,
      ...metric(name, value),
    } as never),
  )
}
const metric = (name: string, value: number) => (name.endsWith('Loss') ? {} : { metrics: { [name]: value } })

it.each([
  ['validLoss', [true, true, false]],
  ['trainLoss', [true, true, false]],
  ['errorRate', [true, true, false]],
  ['rmse', [true, true, false]],
  ['mse', [true, true, false]],
  ['mae', [true, true, false]],
  ['accuracy', [true, false, true]],
  ['f1', [true, false, true]],
  ['permse', [true, false, true]],
])('knows which way is better: %s', (name, expected) => {
  expect(improvements({ monitor: name }, name, [2, 1, 3])).toEqual(expected)
})

it('can be told which way is better, and by how much', () => {
  expect(improvements({ mode: 'max' }, 'validLoss', [2, 1, 3])).toEqual([true, false, true])
  expect(improvements({ monitor: 'f1', mode: 'min' }, 'f1', [2, 1, 3])).toEqual([true, true, false])
  expect(improvements({ minDelta: 0.5 }, 'validLoss', [2, 1.5, 1.4, 1.2])).toEqual([true, false, true, false])
})

it('takes NaN for no improvement', () => {
  expect(improvements({}, 'validLoss', [NaN, 2, NaN, 1])).toEqual([false, true, false, true])
})

it('remembers the best until it is reset', () => {
  const monitor = monitorOf('it', { monitor: 'accuracy' })
  for (const [epoch, accuracy] of [0.5, 0.9, 0.7].entries())
    monitor.improved({ epoch, metrics: { accuracy } } as never)
  expect(monitor.best).toEqual({ epoch: 1, value: 0.9 })
  monitor.reset({ metrics: { accuracy: NaN } } as never)
  expect(monitor.best).toBeNull()
})

it('names what there is to monitor', () => {
  const context = { trainLoss: 1, validLoss: 1, metrics: { accuracy: 1 } } as unknown as FitContext
  expect(() => monitorOf('saveBest', { monitor: 'acuracy' }).improved(context)).toThrow(
    'saveBest: monitor is "acuracy"; expected trainLoss, validLoss, accuracy',
  )
  // ... before the first epoch: the names are known, the numbers are not.
  const early = { ...context, validLoss: null, metrics: { accuracy: NaN } }
  expect(() => monitorOf('saveBest', { monitor: 'acuracy' }).reset(early)).toThrow('monitor is "acuracy"')
  expect(() => monitorOf('saveBest', {}).reset(early)).not.toThrow()
})
