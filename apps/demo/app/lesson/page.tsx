import type { Route } from 'next'
import Link from 'next/link'
import { connection } from 'next/server'
import { Page, Section } from '../../components/page.tsx'
import { texts } from '../../lib/texts.ts'
import { chapters } from '../../server/lesson.ts'

const { lesson } = texts

export default async function LessonPage() {
  await connection()
  return (
    <Page current="lesson" title={lesson.title} lede={lesson.lede}>
      <Section id="chapters" title={lesson.chapters} note={lesson.note}>
        <ol className="chapters">
          {(await chapters()).map(({ name, title, question }) => (
            <li key={name}>
              <Link href={`/lesson/${name}` as Route}>{title}</Link>
              <p dangerouslySetInnerHTML={{ __html: question }} />
            </li>
          ))}
        </ol>
      </Section>
    </Page>
  )
}
