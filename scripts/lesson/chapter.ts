/** A chapter of the guide, taken apart: prose, and the blocks of one program. */
export interface Chapter {
  /** Of its file, without `.md`. */
  readonly name: string
  readonly title: string
  readonly parts: readonly Part[]
}

export type Part = Prose | Block

export interface Prose {
  readonly kind: 'prose'
  readonly text: string
}

/** A `ts` block, what it prints (the `text` block after it) and its picture (the image after that). */
export interface Block {
  readonly kind: 'block'
  readonly code: string
  readonly output: string
  /** The value of the block's last line is drawn. */
  readonly picture: { readonly name: string; readonly alt: string } | null
}

const block =
  /^```ts\n(?<code>[\s\S]*?)^```\n(?:\n```text\n(?<output>[\s\S]*?)^```\n)?(?:\n!\[(?<alt>[^\]]*)\]\(\.\.\/pictures\/lesson\/(?<picture>[\w-]+)\.svg\)\n)?/gm

export function parseChapter(name: string, markdown: string): Chapter {
  const parts: Part[] = []
  let from = 0
  for (const match of markdown.matchAll(block)) {
    const { code = '', output = '', alt = '', picture } = match.groups ?? {}
    if (match.index > from) parts.push({ kind: 'prose', text: markdown.slice(from, match.index) })
    parts.push({
      kind: 'block',
      code,
      output,
      picture: picture === undefined ? null : { name: picture, alt },
    })
    from = match.index + match[0].length
  }
  if (from < markdown.length) parts.push({ kind: 'prose', text: markdown.slice(from) })
  return { name, title: /^# (.*)$/m.exec(markdown)?.[1] ?? name, parts }
}

export const blocksOf = ({ parts }: Chapter): Block[] => parts.filter((part) => part.kind === 'block')

/** The chapter as Markdown again. */
export const renderChapter = ({ parts }: Chapter): string => parts.map(renderPart).join('')

function renderPart(part: Part): string {
  if (part.kind === 'prose') return part.text
  const { code, output, picture } = part
  return [
    '```ts\n' + code + '```\n',
    ...(output === '' ? [] : ['```text\n' + output + '```\n']),
    ...(picture ? [`![${picture.alt}](../pictures/lesson/${picture.name}.svg)\n`] : []),
  ].join('\n')
}
