/** The year of "Toy Story (1995)"; the last one where a title has several. */
export function yearOf(title: string): number | null {
  let year: number | null = null
  for (const [, digits] of title.matchAll(/\((\d{4})\)/g)) year = Number(digits)
  return year
}
