import { themes, themeSchema, type Theme } from '../lib/theme.ts'
import { texts } from '../lib/texts.ts'
import { chosenTheme, rememberTheme } from '../server/theme.ts'

const { label, choices } = texts.site.theme

/** A circle that is half filled, empty or full. */
const marks: Record<Theme, string> = {
  system: 'M10 3a7 7 0 0 0 0 14z',
  light: '',
  dark: 'M10 3a7 7 0 0 0 0 14a7 7 0 0 0 0-14z',
}

async function choose(form: FormData) {
  'use server'
  await rememberTheme(themeSchema.catch('system').parse(form.get('theme')))
}

/** Light, dark, or what the system says: a plain form, so that it works without JavaScript. */
export async function ThemeSwitch() {
  const chosen = await chosenTheme()
  return (
    <form action={choose} className="theme-switch" aria-label={label}>
      {themes.map((theme) => (
        <button
          key={theme}
          type="submit"
          name="theme"
          value={theme}
          aria-pressed={theme === chosen}
          title={choices[theme]}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="7" />
            <path d={marks[theme]} />
          </svg>
          <span className="unseen">{choices[theme]}</span>
        </button>
      ))}
    </form>
  )
}
