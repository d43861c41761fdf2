import { BrokenOff } from '../components/broken-off.tsx'
import { Page } from '../components/page.tsx'
import { texts } from '../lib/texts.ts'

const { notFound } = texts

const NotFound = () => (
  <Page title={notFound.title} lede={notFound.lede}>
    <BrokenOff status={404} caption={notFound.caption} />
  </Page>
)

export default NotFound
