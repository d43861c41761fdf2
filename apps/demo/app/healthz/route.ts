import { trainingState } from '../../server/training.ts'

export const dynamic = 'force-dynamic'

export const GET = () =>
  Response.json(
    { status: 'ok', model: trainingState().modelVersion },
    { headers: { 'Cache-Control': 'no-store' } },
  )
