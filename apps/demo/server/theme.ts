import { cookies } from 'next/headers'
import { themeSchema, type Theme } from '../lib/theme.ts'

const name = 'theme'
const aYear = 365 * 24 * 60 * 60

/** The colours that the visitor has chosen. The server knows them before it writes a line: nothing flashes. */
export const chosenTheme = async (): Promise<Theme> =>
  themeSchema.catch('system').parse((await cookies()).get(name)?.value)

/** Remembers the choice; `system` is what one has without a cookie. For server actions. */
export async function rememberTheme(theme: Theme): Promise<void> {
  const jar = await cookies()
  if (theme === 'system') jar.delete(name)
  else jar.set(name, theme, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: aYear })
}
