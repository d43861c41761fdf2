import type { Program } from '@onecycle/learner/node'
import { bias } from './bias.ts'
import { evaluate } from './evaluate.ts'
import { explain } from './explain.ts'
import { recommend } from './recommend.ts'
import { train } from './train.ts'

export const program: Program = {
  name: 'onecycle-collab',
  summary: 'Recommendations from ratings.',
  commands: { train, evaluate, recommend, explain, bias },
}
