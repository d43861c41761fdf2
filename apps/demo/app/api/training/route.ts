import { isSameOrigin } from '../../../server/same-origin.ts'
import { requestTraining, trainingState } from '../../../server/training.ts'

export const dynamic = 'force-dynamic'

const noStore = { 'Cache-Control': 'no-store' }

export const GET = () => Response.json(trainingState(), { headers: noStore })

/** Starts a training. A form without JavaScript is sent back to its page. */
export function POST(request: Request): Response {
  if (!isSameOrigin(request)) {
    const problem = { title: 'Forbidden', status: 403, detail: 'Origin must be this site' }
    return Response.json(problem, { status: 403, headers: { 'Content-Type': 'application/problem+json' } })
  }
  const state = requestTraining()
  const wantsPage = request.headers.get('accept')?.includes('text/html') ?? false
  if (wantsPage) return new Response(null, { status: 303, headers: { Location: '/#training' } })
  return Response.json(state, { status: 202, headers: noStore })
}
