import { opinionsOf } from '../../../server/ratings.ts'
import { siteStore } from '../../../server/served.ts'
import { visitor } from '../../../server/visitor.ts'

export const dynamic = 'force-dynamic'

/** All that is known of the visitor, as a file. */
export async function GET(): Promise<Response> {
  const who = await visitor()
  const opinions = who === null ? [] : await opinionsOf(siteStore(), who)
  const ratings = opinions.map(({ title, opinion, changed }) => ({
    title,
    ...opinion,
    changed: changed.toISOString(),
  }))
  return Response.json(
    { format: 'onecycle-ratings', version: 1, ratings },
    {
      headers: {
        'Cache-Control': 'no-store',
        'Content-Disposition': 'attachment; filename="onecycle-ratings.json"',
      },
    },
  )
}
