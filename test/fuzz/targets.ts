import type { Target } from './target.ts'
import { binaryFiles } from './targets/binary-files.ts'
import { modelFiles } from './targets/model-files.ts'
import { textFiles } from './targets/text-files.ts'

/** Every parser that reads what others have made. */
export const targets: readonly Target[] = [...textFiles, ...modelFiles, ...binaryFiles]
