/** Whether a request comes from a page of this site. Next checks that for server actions only. */
export function isSameOrigin({ headers }: Request): boolean {
  const origin = headers.get('origin')
  const host = headers.get('host')
  return origin !== null && host !== null && URL.canParse(origin) && new URL(origin).host === host
}
