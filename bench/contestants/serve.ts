import { createInterface } from 'node:readline'

/** The contestant's side of the harness: answers the first line with a version, each other with a figure. */
export async function serve(version: string, turn: () => number | Promise<number>): Promise<void> {
  let answer: () => unknown = () => ({ version })
  for await (const _ of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await answer()))
    answer = async () => ({ value: await turn() })
  }
}
