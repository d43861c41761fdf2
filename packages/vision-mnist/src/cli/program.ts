import type { Program } from '@onecycle/learner/node'
import { evaluate } from './evaluate.ts'
import { predict } from './predict.ts'
import { train } from './train.ts'

export const program: Program = {
  name: 'onecycle-mnist',
  summary: 'Tells handwritten digits.',
  commands: { train, evaluate, predict },
}
