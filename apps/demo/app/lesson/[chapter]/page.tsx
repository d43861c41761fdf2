import type { Route } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { Page } from '../../../components/page.tsx'
import { texts } from '../../../lib/texts.ts'
import { chapters, type Chapter } from '../../../server/lesson.ts'

const { lesson } = texts

interface Props {
  readonly params: Promise<{ readonly chapter: string }>
}

export default async function ChapterPage({ params }: Props) {
  await connection()
  const { chapter } = await params
  const all = await chapters()
  const at = all.findIndex(({ name }) => name === chapter)
  const shown = all[at]
  if (!shown) notFound()
  return (
    <Page
      current="lesson"
      title={shown.title}
      tab={shown.title}
      lede={<span dangerouslySetInnerHTML={{ __html: shown.question }} />}
    >
      <article className="chapter" dangerouslySetInnerHTML={{ __html: shown.html }} />
      <nav className="chapter-turns" aria-label={lesson.turn}>
        <Turn label={lesson.before} chapter={all[at - 1]} />
        <Link href={'/lesson' as Route}>{lesson.all}</Link>
        <Turn label={lesson.next} chapter={all[at + 1]} />
      </nav>
    </Page>
  )
}

const Turn = ({ label, chapter }: { readonly label: string; readonly chapter: Chapter | undefined }) =>
  chapter && (
    <p>
      {label}: <Link href={`/lesson/${chapter.name}` as Route}>{chapter.title}</Link>
    </p>
  )
