import { texts } from '../lib/texts.ts'
import { Section } from './page.tsx'

const { signIn } = texts.train

/** Asks for the token that training and promoting need where others can reach the site. */
export const SignIn = ({ back }: { readonly back: string }) => (
  <Section id="sign-in" title={signIn.title} note={signIn.note}>
    <form className="sign-in" action="/api/session" method="post">
      <input type="hidden" name="back" value={back} />
      <label htmlFor="token">{signIn.token}</label>
      <div className="field">
        <input id="token" name="token" type="password" autoComplete="current-password" required />
        <button type="submit">{signIn.submit}</button>
      </div>
    </form>
  </Section>
)
