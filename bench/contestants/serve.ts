import { createInterface } from 'node:readline'

/** A turn's figure; with the memory of the process that had it, where that is not the contestant's own. */
type Turn = number | { readonly value: number; readonly peakMiB: number }

/** The contestant's side of the harness: answers the first line with a version, each other with a figure. */
export async function serve(version: string, turn: () => Turn | Promise<Turn>): Promise<void> {
  let answer: () => unknown = () => ({ version })
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer()))
    answer = async () => {
      const found = await turn()
      return typeof found === 'number' ? { value: found } : found
    }
  }
}
