/** Ctrl-C; the message tells what is left. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
