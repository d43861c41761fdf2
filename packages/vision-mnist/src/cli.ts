#!/usr/bin/env node
import { runProgram } from '@onecycle/learner/node'
import { program } from './cli/program.ts'

void runProgram(program, process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
