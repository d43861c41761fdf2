import type { Route } from 'next'
import Link from 'next/link'
import { texts } from '../lib/texts.ts'

export type PageName = keyof typeof texts.site.pages

/** Pages that belong together: use it, look inside, train, learn. */
const groups: readonly (readonly PageName[])[] = [
  ['rate', 'recommendations', 'quality'],
  ['bias', 'pca', 'factors'],
  ['train', 'weight-decay', 'mnist'],
  ['lesson', 'api'],
]

const menu = 'pages'

/** All pages: a line where there is room for it, else a menu (a popover: the browser opens and closes it). */
export const Navigation = ({ current }: { readonly current: PageName | undefined }) => (
  <>
    <button type="button" className="menu-button quiet" popoverTarget={menu}>
      {texts.site.menu}
    </button>
    <nav className="navigation" id={menu} popover="auto" aria-label={texts.site.navigation}>
      {groups.map((names) => (
        <ul key={names[0]}>
          {names.map((name) => (
            <li key={name}>
              <Link
                href={`/${name}` as Route}
                prefetch={false}
                aria-current={name === current ? 'page' : undefined}
              >
                {texts.site.pages[name]}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  </>
)
