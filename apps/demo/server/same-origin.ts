/** Whether a request comes from a page of this site. Next checks that for server actions only. */
export function isSameOrigin({ headers }: Pick<Request, 'headers'>): boolean {
  const origin = headers.get('origin')
  const host = headers.get('host')
  return origin !== null && host !== null && URL.canParse(origin) && new URL(origin).host === host
}

/** Whether a request says that it comes from a page of another site. */
export const isForeign = (request: Pick<Request, 'headers'>): boolean =>
  request.headers.has('origin') && !isSameOrigin(request)
