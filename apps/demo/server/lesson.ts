import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Marked, type Tokens } from 'marked'
import { once } from './once.ts'
import { lessonFolder, lessonPictures } from './home.ts'

export interface Chapter {
  /** As in the address: 10-weight-decay. */
  readonly name: string
  readonly title: string
  /** What it answers, as HTML: every chapter begins with it. */
  readonly question: string
  /** What follows. */
  readonly html: string
}

/** The chapters of the guide in `docs/lesson`, in their order. */
export const chapters = (): Promise<readonly Chapter[]> => once('chapters', readChapters)

async function readChapters(): Promise<readonly Chapter[]> {
  const files = (await readdir(lessonFolder())).filter((file) => /^\d\d-[\w-]+\.md$/.test(file)).sort()
  return Promise.all(
    files.map(async (file) => {
      const page = await readFile(join(/* turbopackIgnore: true */ lessonFolder(), file), 'utf8')
      const [, title = file, question = '', text = ''] =
        /^# (.+)\n+(?:\*\*The question\.\*\* (.+)\n)?([^]*)$/.exec(page) ?? []
      return {
        name: file.slice(0, -'.md'.length),
        title,
        question: await markdown.parseInline(question),
        html: await markdown.parse(text),
      }
    }),
  )
}

/** A picture of the guide; null where there is none of that name. */
export async function lessonPicture(name: string): Promise<string | null> {
  if (!/^[\w-]+\.svg$/.test(name)) return null
  return readFile(join(/* turbopackIgnore: true */ lessonPictures(), name), 'utf8').catch(() => null)
}

/** The files point at each other as files; here they are pages. What else they point at stays words. */
const markdown = new Marked({
  renderer: {
    image({ href, text }: Tokens.Image) {
      const source = `/lesson/pictures/${encodeURIComponent(href.split('/').at(-1)!)}`
      return `<img src="${source}" alt="${attribute(text)}" loading="lazy">`
    },
    link({ href, tokens }: Tokens.Link) {
      const words = this.parser.parseInline(tokens)
      const chapter = /^(?:\.\/)?(\d\d-[\w-]+)\.md(#[\w-]+)?$/.exec(href)
      if (chapter) return `<a href="/lesson/${chapter[1]!}${chapter[2] ?? ''}">${words}</a>`
      return /^https:/.test(href) ? `<a href="${attribute(href)}">${words}</a>` : words
    },
    // A block wider than the page scrolls, also by keyboard.
    code({ text, lang }: Tokens.Code) {
      return `<pre class="${lang === 'ts' ? 'program' : 'printed'}" tabindex="0"><code>${attribute(text)}</code></pre>`
    },
  },
})

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
