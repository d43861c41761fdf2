/**
 * Loaded into the site's process: measures how late its event loop is. SIGUSR2 makes it write the figures, in
 * milliseconds, to $LOOP_DELAY_FILE, and begin anew.
 */
import { renameSync, writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const resolution = 5
const file = process.env['LOOP_DELAY_FILE']

// Not the other processes that inherit the flag.
if (file && process.argv[1]?.endsWith('front/main.ts')) {
  const delay = monitorEventLoopDelay({ resolution })
  delay.enable()
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution)
  const write = (figures: object) => {
    writeFileSync(`${file}.tmp`, JSON.stringify(figures))
    renameSync(`${file}.tmp`, file)
  }
  process.on('SIGUSR2', () => {
    write({ p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) })
    delay.reset()
  })
  write({ pid: process.pid })
}
