import { openApi } from '../../../server/api/openapi.ts'

export const GET = () => Response.json(openApi())
