/** A value of a file for a message: as JSON, cut. JSON.stringify runs out of stack on lists nested too deep. */
export function shownJson(value: unknown): string {
  try {
    return (value === undefined ? 'undefined' : JSON.stringify(value)).slice(0, 60)
  } catch {
    return 'a value nested too deep'
  }
}
