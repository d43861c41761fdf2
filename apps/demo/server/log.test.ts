import { expect, it } from 'vitest'
import { readable } from './log.ts'

it('reads as a line in a terminal, with the stack of what went wrong', () => {
  const line = { level: 30, time: 1, process: 'trainer', job: 7, msg: 'model 3: valid MSE 0.8' }
  expect(readable(line)).toBe('trainer  model 3: valid MSE 0.8 job=7\n')
  const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at here' }
  expect(readable({ level: 50, time: 1, process: 'site', err, id: 'a', msg: 'failed' })).toBe(
    'site     failed id=a\nError: no\n    at here\n',
  )
})
