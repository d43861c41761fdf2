import { expect, it } from 'vitest'
import { cookieOf, isSame, mayAdminister, newSession, showsToken } from './access.ts'

const token = 'correct horse battery staple'
const request = (headers: Record<string, string>) => ({ headers: new Headers(headers) })

it('compares texts of any length', () => {
  expect(isSame('a', 'a')).toBe(true)
  expect(isSame('a', 'ab')).toBe(false)
  expect(isSame('', 'a')).toBe(false)
})

it('knows a session by its signature, until its time is over', () => {
  const { value, seconds } = newSession(token, 1_000_000)
  const end = 1_000_000 + 1000 * seconds
  expect(mayAdminister(value, token, end - 1)).toBe(true)
  expect(mayAdminister(value, token, end)).toBe(false)
  const [until, signature] = value.split('.')
  expect(mayAdminister(`${Number(until) + 1}.${signature}`, token, 1_000_000)).toBe(false)
  expect(mayAdminister(`${until}.`, token, 1_000_000)).toBe(false)
  expect(mayAdminister('', token, 1_000_000)).toBe(false)
  expect(mayAdminister(undefined, token)).toBe(false)
  // Signed by another token: who changes the token signs everyone out.
  expect(mayAdminister(value, `${token}!`, 1_000_000)).toBe(false)
})

it('lets everyone do everything where no token is set', () => {
  expect(mayAdminister(undefined, null)).toBe(true)
  expect(showsToken(request({ authorization: 'Bearer ' }), null)).toBe(false)
  expect(showsToken(request({ authorization: 'Bearer null' }), null)).toBe(false)
})

it('takes the token from programs', () => {
  expect(showsToken(request({ authorization: `Bearer ${token}` }), token)).toBe(true)
  expect(showsToken(request({ authorization: `Bearer ${token} ` + 'x' }), token)).toBe(false)
  expect(showsToken(request({ authorization: token }), token)).toBe(false)
  expect(showsToken(request({}), token)).toBe(false)
})

it('finds a cookie among others', () => {
  expect(cookieOf(request({ cookie: 'theme=dark; onecycle_admin=1.a-b; x=y' }), 'onecycle_admin')).toBe(
    '1.a-b',
  )
  expect(cookieOf(request({ cookie: 'not_onecycle_admin=1' }), 'onecycle_admin')).toBeUndefined()
  expect(cookieOf(request({}), 'onecycle_admin')).toBeUndefined()
})
