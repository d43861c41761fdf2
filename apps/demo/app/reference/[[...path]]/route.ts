import { referenceFile } from '../../../server/reference.ts'

/** The reference of the packages, as typedoc made it. Its pages run scripts of their own, so they get the nonce. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly path?: readonly string[] }> },
): Promise<Response> {
  const { path } = await params
  // A relative address: behind a proxy this server does not know its own.
  if (!path) return new Response(null, { status: 307, headers: { Location: '/reference/index.html' } })
  const nonce = /'nonce-([^']+)'/.exec(request.headers.get('content-security-policy') ?? '')?.[1]
  const file = await referenceFile(path, nonce ?? '')
  if (file === null) return new Response('Not here: npm run api makes the reference.', { status: 404 })
  return new Response(file.content, {
    headers: { 'Content-Type': file.type, 'Cache-Control': file.page ? 'no-store' : 'max-age=3600' },
  })
}
