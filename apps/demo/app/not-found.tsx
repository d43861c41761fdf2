import Link from 'next/link'
import { Page } from '../components/page.tsx'
import { texts } from '../lib/texts.ts'

const { notFound } = texts

const NotFound = () => (
  <Page title={notFound.title} lede={notFound.lede}>
    <p>
      <Link href="/">{notFound.home}</Link>
    </p>
  </Page>
)

export default NotFound
