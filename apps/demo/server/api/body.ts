import { OnecycleError } from '@onecycle/tensor-core'

/** What a request may send at most, in bytes. */
export const bodyLimit = 64 * 1024

/**
 * The body of a request: JSON, or a form as an object of its fields.
 *
 * @throws OnecycleError `BODY_TOO_LARGE`, `BAD_CONTENT_TYPE`, `BAD_INPUT`
 */
export async function readBody(request: Request): Promise<unknown> {
  const text = await readText(request)
  const type = request.headers.get('content-type')?.split(';')[0]?.trim() ?? ''
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text))
  if (text === '') return {}
  if (type !== 'application/json') {
    const message = `Content-Type is "${type}"; expected application/json`
    throw new OnecycleError('BAD_CONTENT_TYPE', message)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new OnecycleError('BAD_INPUT', 'the body is not JSON')
  }
}

/** Reads no further than the limit, whatever length the request claims to have. */
async function readText({ body }: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > bodyLimit) {
      throw new OnecycleError('BODY_TOO_LARGE', `the body has more than ${bodyLimit} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
