// ISO 8601, and the form of SQL with a space; without a zone it is UTC.
const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/**
 * Seconds since 1970 of a number (of seconds), a Date, or a text: a number or a date such as
 * "2024-05-31T18:00:00Z". NaN for anything else.
 */
export function toSeconds(value: unknown): number {
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.getTime() / 1_000
  if (typeof value !== 'string') return NaN
  const text = value.trim()
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text)
  const found = DATE.exec(text)
  if (!found) return NaN
  const [, day, time = '00:00', zone = 'Z'] = found
  // "+02" of PostgreSQL is "+02:00" to Date.
  const full = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
  return Date.parse(`${day!}T${time}${full}`) / 1_000
}
