import { expect, it } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const request = (headers: Record<string, string>) => ({ headers: new Headers(headers) }) as Request

it.each([
  [{ origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }, true],
  [{ origin: 'https://films.example', host: 'films.example' }, true],
  [{ origin: 'http://127.0.0.1:3001', host: '127.0.0.1:3000' }, false],
  [{ origin: 'https://elsewhere.example', host: '127.0.0.1:3000' }, false],
  [{ origin: 'null', host: '127.0.0.1:3000' }, false],
  [{ host: '127.0.0.1:3000' }, false],
])('%o: %s', (headers, expected) => {
  expect(isSameOrigin(request(headers as Record<string, string>))).toBe(expected)
})
