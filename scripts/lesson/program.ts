import ts from 'typescript'
import type { Block } from './chapter.ts'

/** Printed before each block, so that what is printed can be told apart. */
export const mark = '\u0001block'

const prelude = `
import { writeFile as __writeFile } from 'node:fs/promises'
import { toSvg as __toSvg } from '@onecycle/learner/node'
const __draw = async (name, picture) =>
  __writeFile(name + '.svg', 'spec' in picture ? await __toSvg(picture) : picture.toSvg())
`

/** The blocks as one program. It writes a block's picture, the value of its last line, into the working folder. */
export const programOf = (blocks: readonly Block[]): string =>
  prelude + blocks.map((block) => `console.log('${mark}')\n${drawing(block)}`).join('\n')

function drawing({ code, picture }: Block): string {
  if (!picture) return code
  const source = ts.createSourceFile('block.ts', code, ts.ScriptTarget.Latest, true)
  const last = source.statements.at(-1)
  if (!last || !ts.isExpressionStatement(last)) {
    throw new Error(
      `the block before ${picture.name}.svg does not end in an expression, which would be drawn`,
    )
  }
  return `${code.slice(0, last.getStart())}await __draw('${picture.name}', ${last.expression.getText()})\n`
}
