export const dynamic = 'force-dynamic'

/** Whether the process is up. */
export const GET = () => Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
