import { lessonPicture } from '../../../../server/lesson.ts'

/** A picture of the guide: SVG. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly name: string }> },
): Promise<Response> {
  const picture = await lessonPicture((await params).name)
  if (picture === null) return new Response(null, { status: 404 })
  return new Response(picture, {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' },
  })
}
