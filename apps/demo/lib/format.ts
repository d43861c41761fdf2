/** How numbers and dates are written: in the language of the texts. */
const number = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** So many digits, after its sign; what rounds to nothing has none. */
function rounded(value: number, digits: number, plus: '+' | ''): string {
  const size = Math.abs(value).toFixed(digits)
  return Number(size) === 0 ? size : `${value < 0 ? '−' : plus}${size}`
}

export const format = {
  count: (value: number) => number.format(value),
  loss: (value: number) => value.toFixed(3),
  stars: (value: number) => value.toFixed(2),
  /** Half stars as people give them: 4, 3.5. */
  rating: (value: number) => String(value),
  signed: (value: number) => rounded(value, 2, '+'),
  /** With a sign, for what is small. */
  fine: (value: number) => rounded(value, 3, '+'),
  coordinate: (value: number) => rounded(value, 2, ''),
  /** A number with no more digits than a plot can show. */
  short: (value: number) => Number(value.toFixed(3)),
  tick: (value: number) => String(value).replace('-', '−'),
  share: (share: number) => `${Math.round(100 * share)}%`,
  percent: (share: number) => `${(100 * share).toFixed(1)}%`,
  seconds: (value: number) =>
    value < 0.95
      ? `${Math.round(1000 * value)} ms`
      : `${value < 10 ? value.toFixed(1) : Math.round(value)} s`,
  milliseconds: (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`,
  rate: (perSecond: number) => number.format(Number(compact.format(perSecond).replaceAll(',', ''))),
  date: (value: Date) => date.format(value),
}
