import { OnecycleError } from '@onecycle/tensor-core'
import { z } from 'zod'
import { siteLog } from '../log.ts'

/** What the API answers where something is wrong: RFC 9457, application/problem+json. */
export const problemSchema = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Stable, for programs. */
  code: z.string(),
  /** By field, where the input is wrong. */
  errors: z.record(z.string(), z.array(z.string())).optional(),
})

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** Errors that are not the input's fault, or not quite: all others are 422. */
const statusOf: Readonly<Record<string, number>> = {
  BAD_INPUT: 400,
  NOT_SIGNED_IN: 401,
  FOREIGN_ORIGIN: 403,
  UNKNOWN_USER: 404,
  UNKNOWN_ITEM: 404,
  NO_SUCH_RUN: 404,
  NO_SUCH_MODEL: 404,
  FILE_REMOVED: 404,
  NO_SUCH_PATH: 404,
  TRAINING_UNDER_WAY: 409,
  NOT_RUNNING: 409,
  NOT_CANCELLED: 409,
  CANNOT_SERVE: 409,
  NOTHING_BEFORE: 409,
  BODY_TOO_LARGE: 413,
  BAD_CONTENT_TYPE: 415,
  NO_MODEL: 503,
  MODEL_NOT_LOADED: 503,
  NO_STORE: 503,
  NO_DIGIT_MODEL: 503,
  TOO_MANY_STREAMS: 503,
}

/** The answer to a request that failed. What is not ours to explain is logged and not shown. */
export function problemOf(error: unknown, { headers }: Pick<Request, 'headers'>): Response {
  if (!OnecycleError.is(error)) {
    siteLog().error({ id: headers.get('x-request-id'), err: error }, 'failed')
    return problem(500, 'INTERNAL', 'something went wrong on our side')
  }
  return problem(statusOf[error.code] ?? 422, error.code, error.message, error.data['errors'])
}

function problem(status: number, code: string, detail: string, errors?: unknown): Response {
  const body = {
    type: 'about:blank',
    title: titles[status],
    status,
    detail,
    code,
    ...(errors ? { errors } : {}),
  }
  const headers = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 503 && { 'Retry-After': '5' }),
  }
  return Response.json(body, { status, headers })
}

/** @throws OnecycleError `BAD_INPUT` with the messages by field */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input)
  if (success) return data
  const errors: Record<string, string[]> = {}
  for (const { path, message } of error.issues) (errors[path.join('.') || 'body'] ??= []).push(message)
  const lines = Object.entries(errors).map(([field, messages]) => `${field}: ${messages.join(', ')}`)
  throw new OnecycleError('BAD_INPUT', lines.join('; '), { errors })
}
